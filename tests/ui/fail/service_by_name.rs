use dockerspec::compose::{Project, Service};
use dockerspec::image_ref;

fn main() {
    let web = Service::from_image("web", image_ref!("caddy:2.10")).depends_on("db");
    Project::new("shop").service(web);
}
