//! The database: values, rows, tables, generations, deletions and both ends of every relation.

pub mod content;
pub mod db;
pub mod expr;
pub mod schema;
pub mod storage;
pub mod text;
pub mod value;
