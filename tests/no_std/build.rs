fn main() {
    // no crt0: it would call a `main` of the C library. The C library itself is there for memcpy and exit.
    println!("cargo:rustc-link-arg-bins=-nostartfiles");
    println!("cargo:rustc-link-arg-bins=-lc");
}
