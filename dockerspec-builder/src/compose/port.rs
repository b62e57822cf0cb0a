//! Ports that services publish.

use std::borrow::Cow;

use dockerspec_core::value::{ExposedPort, Protocol};

use crate::text::IntoText;

/// A port of a service that the host publishes, on its loopback address unless something else is said.
///
/// What is published on all addresses passes by the rules of most firewalls, since the engine writes its own.
///
/// ```
/// # use dockerspec::compose::{Port, Project, Service};
/// # use dockerspec::image_ref;
/// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10"))
///     .port(8080)
///     .port(Port::new(2019).published(12019))
///     .port(Port::new(443).host_ip("0.0.0.0"));
/// let files = Project::new("shop").service(proxy).files()?;
/// assert!(files[0].1.contains(
///     "ports: [\"127.0.0.1:8080:8080\", \"127.0.0.1:12019:2019\", \"0.0.0.0:443:443\"]\n"
/// ));
/// # Ok::<(), dockerspec::compose::ProjectError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "it is published by `Service::port`"]
pub struct Port {
    /// The ports in the container.
    pub(super) target: ExposedPort,
    /// The first port of the host.
    pub(super) published: u16,
    pub(super) host_ip: Cow<'static, str>,
}

impl Port {
    /// The port of this number in the container, under the same number on the loopback address of the host.
    pub fn new(target: u16) -> Self {
        Self::of(ExposedPort::tcp(target))
    }

    /// As [`new`](Self::new), for UDP.
    pub fn udp(target: u16) -> Self {
        Self::of(ExposedPort::udp(target))
    }

    /// Under another number.
    pub fn published(mut self, port: u16) -> Self {
        self.published = port;
        self
    }

    /// On another address of the host: `0.0.0.0` for all of them.
    pub fn host_ip(mut self, address: impl IntoText) -> Self {
        self.host_ip = address.into();
        self
    }

    pub(super) fn of(target: ExposedPort) -> Self {
        Self { target, published: target.first(), host_ip: Cow::Borrowed("127.0.0.1") }
    }

    /// The short form of the compose file: `127.0.0.1:8080:8080`, with `/udp` behind it where it is that.
    pub(super) fn text(&self) -> String {
        let length = self.target.last() - self.target.first();
        let address = if self.host_ip.contains(':') { format!("[{}]", self.host_ip) } else { self.host_ip.to_string() };
        if length == 0 {
            return format!("{address}:{}:{}", self.published, self.target);
        }
        format!("{address}:{}-{}:{}", self.published, u32::from(self.published) + u32::from(length), self.target)
    }

    /// Whether both need the same port of the host.
    pub(super) fn collides(&self, other: &Self) -> bool {
        let is_all = |port: &Self| matches!(&*port.host_ip, "0.0.0.0" | "::" | "");
        let last = |port: &Self| u32::from(port.published) + u32::from(port.target.last() - port.target.first());
        (self.host_ip == other.host_ip || is_all(self) || is_all(other))
            && self.target.protocol() == other.target.protocol()
            && u32::from(self.published) <= last(other)
            && u32::from(other.published) <= last(self)
    }

    /// Whether `exposed` has all of it.
    pub(super) fn is_in(&self, exposed: ExposedPort) -> bool {
        let ports = exposed.ports();
        exposed.protocol() == self.target.protocol()
            && ports.contains(&self.target.first())
            && ports.contains(&self.target.last())
    }
}

impl From<u16> for Port {
    fn from(target: u16) -> Self {
        Self::new(target)
    }
}

impl From<(u16, Protocol)> for Port {
    fn from(target: (u16, Protocol)) -> Self {
        Self::of(ExposedPort::from(target))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_form() {
        assert_eq!(Port::udp(53).text(), "127.0.0.1:53:53/udp");
        assert_eq!(Port::new(80).host_ip("::1").published(81).text(), "[::1]:81:80");
        let range = ExposedPort::range(7000..=7010, Protocol::Tcp).unwrap();
        assert_eq!(Port::of(range).published(8000).text(), "127.0.0.1:8000-8010:7000-7010");
    }

    #[test]
    fn what_the_host_has_once() {
        let range = Port::of(ExposedPort::range(7000..=7010, Protocol::Tcp).unwrap());
        assert!(range.collides(&Port::new(80).published(7010)));
        assert!(Port::new(80).collides(&Port::new(80).host_ip("0.0.0.0")));
        assert!(!Port::new(80).collides(&Port::udp(80)));
        assert!(!Port::new(80).collides(&Port::new(80).host_ip("192.0.2.1")));
        assert!(!range.collides(&Port::new(7011)));
    }
}
