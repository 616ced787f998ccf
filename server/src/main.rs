//! `parlor`: the relay as a program.

fn main() {}
