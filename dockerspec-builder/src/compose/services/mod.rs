//! Services that are known here: how they are asked for their health, where their data is, how they read a password.

mod mailpit;
mod mysql;
mod postgres;
mod rabbitmq;
mod redis;

pub use mailpit::Mailpit;
pub use mysql::Mysql;
pub use postgres::Postgres;
pub use rabbitmq::Rabbitmq;
pub use redis::Redis;
