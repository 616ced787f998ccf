//! The task program.

fn main() {}
