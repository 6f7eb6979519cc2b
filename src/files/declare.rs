/// Declares the files of one directory: a marker type each, with its descriptor, and their registry entries.
///
/// A file is one declaration: marker, name, identifier, structure, sensitivity, clause; the default SFI and the
/// service number if it has them, and the file that names it if its identifier varies; the type of its content; and
/// examples of contents in hexadecimal, worked out by hand from the clause, with the value each has in JSON. The
/// marker's documentation shows them; the registry's test decodes and encodes them, whole and mutilated.
macro_rules! elementary_files {
    (
        $directory:literal = $parent:expr, $document:literal;
        $(
            $(#[$meta:meta])*
            $marker:ident = $name:literal, $id:literal, $structure:ident, $sensitivity:ident, $clause:literal
                $(, sfi $sfi:literal)? $(, service $service:literal)? $(, named_by $named_by:literal)?
                => $content:ty { $($hex:expr => $json:expr),* $(,)? }
        )*
    ) => {
        $(
            $(#[$meta])*
            ///
            #[doc = concat!("`", $directory, "/", $name, "`, ", $document, " ", $clause, ".")]
            ///
            /// What it may hold, and what feature `serde` makes of that:
            ///
            $(#[doc = concat!("* `", $hex, "`: `", $json, "`")])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub struct $marker;

            impl $crate::files::ElementaryFile for $marker {
                const DESCRIPTOR: $crate::files::Descriptor = $crate::files::Descriptor {
                    directory: $directory,
                    name: $name,
                    path: match $parent.child($crate::fs::FileId($id)) {
                        Some(path) => path,
                        None => $parent,
                    },
                    sfi: elementary_files!(@option $($sfi)?),
                    structure: $crate::fs::Structure::$structure,
                    document: $document,
                    clause: $clause,
                    service: elementary_files!(@option $($service)?),
                    named_by: elementary_files!(@option $($named_by)?),
                    sensitivity: $crate::files::Sensitivity::$sensitivity,
                };
                type Content = $content;
            }
        )*

        /// The files of this directory.
        pub(in crate::files) const ENTRIES: &[$crate::files::registry::Entry] = &[
            $($crate::files::registry::Entry::new::<$marker>(&[
                $($crate::files::registry::Example { content: $hex, json: $json }),*
            ])),*
        ];
    };
    (@option) => { None };
    (@option $value:literal) => { Some($value) };
}
