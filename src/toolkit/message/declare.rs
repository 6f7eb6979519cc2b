//! `message!`: a message is declared once, as a struct whose fields know which objects they hold.

use alloc::vec::Vec;

use crate::toolkit::object::DataObject;

/// Declares the body of a message: a struct, its fields with the kind of each, and which data object it holds.
///
/// | kind | the field is | |
/// | --- | --- | --- |
/// | `required` | `T` | the message is refused without it |
/// | `optional` | `Option<T>` | |
/// | `either` | `Option<T>` | one of several that the message needs one of, which is for `check` to see |
/// | `repeated` | `Vec<T>` | any number of them |
/// | `some` | `Vec<T>` | at least one |
///
/// Where several fields hold the same kind of object, an object goes to the first of them that is free, behind those of
/// the objects before it. With `[Qualifier]` the struct has a field `qualifier` of that type. What the kinds can't say,
/// such as "one of these two", is for the function behind `check`, which refuses the message or not. Behind `where` stand
/// functions that read more out of the fields, for those who read the message's serialised form; they give an `Option`.
macro_rules! message {
    (
        $(#[$attr:meta])*
        $name:ident $([$qualifier:ty])? {
            $( $(#[$field_attr:meta])* $field:ident: $kind:ident $type:ty, )*
        }
        $(check $check:path)?
        $(where { $( $label:literal: $also:path, )* })?
    ) => {
        $(#[$attr])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            $(
                /// The qualifier of the command.
                pub qualifier: $qualifier,
            )?
            $( $(#[$field_attr])* pub $field: message!(@type $kind $type), )*
        }

        impl $crate::toolkit::message::Body for $name {
            const FIELDS: u8 = message!(@count $($field)*);

            #[allow(unused_imports, unused_variables, unused_mut, unused_assignments, reason = "some have no fields")]
            fn decode(
                scan: &mut $crate::toolkit::message::Scan<'_>,
            ) -> Result<Self, $crate::toolkit::message::Problem> {
                use $crate::toolkit::message::declare::Slot;

                $( let mut $field = <message!(@slot $kind $type)>::default(); )*
                let mut cursor = 0_u8;
                while let Some(tlv) = scan.next()? {
                    // which field it goes to: counted from 1, 0 is none
                    let mut chosen = 0_u8;
                    let mut index = 0_u8;
                    $(
                        index = index.wrapping_add(1);
                        if tlv.tag() == <$type as $crate::toolkit::object::DataObject>::TAG
                            && $field.is_free()
                            && (chosen == 0 || (chosen < cursor && index >= cursor))
                        {
                            chosen = index;
                        }
                    )*
                    let mut index = 0_u8;
                    $(
                        index = index.wrapping_add(1);
                        if chosen == index {
                            match $crate::toolkit::object::decode_longer::<$type>(tlv.value) {
                                Ok((value, extension)) => {
                                    $field.put(value);
                                    scan.took(index.wrapping_sub(1), &tlv, extension);
                                }
                                Err(error) => scan.malformed(&tlv, error, message!(@required $kind))?,
                            }
                        }
                    )*
                    if chosen == 0 {
                        scan.other(&tlv)?;
                    } else {
                        cursor = chosen;
                    }
                }
                let message = Self {
                    $( qualifier: <$qualifier>::from(scan.qualifier), )?
                    $( $field: message!(@finish $kind $type, $field), )*
                };
                $( $check(&message)?; )?
                Ok(message)
            }

            #[allow(unused_imports, unused_variables, unused_mut, unused_assignments, reason = "some have no fields")]
            fn emit(
                &self,
                wanted: u8,
                nth: usize,
                out: &mut alloc::vec::Vec<u8>,
            ) -> Result<Option<($crate::codec::ctlv::Tag, bool)>, $crate::codec::EncodeError> {
                use $crate::toolkit::message::declare::Values;

                let mut index = 0_u8;
                $(
                    if wanted == index {
                        return match self.$field.nth(nth) {
                            Some(value) => {
                                $crate::toolkit::object::DataObject::encode(value, out)?;
                                let tag = <$type as $crate::toolkit::object::DataObject>::TAG;
                                Ok(Some((tag, message!(@required $kind))))
                            }
                            None => Ok(None),
                        };
                    }
                    index = index.wrapping_add(1);
                )*
                Ok(None)
            }
        }

        impl $name {
            /// Writes the fields that are there as entries of a map.
            #[cfg(feature = "serde")]
            #[allow(unused_imports, unused_variables, reason = "some have no fields")]
            pub(crate) fn serialize_entries<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                use $crate::toolkit::message::declare::Values;

                $(
                    if <$qualifier as $crate::toolkit::message::Qualifier>::is_said(self.qualifier) {
                        map.serialize_entry("qualifier", &self.qualifier)?;
                    }
                )?
                $(
                    if self.$field.nth(0).is_some() {
                        map.serialize_entry(stringify!($field), &self.$field)?;
                    }
                )*
                $($(
                    if let Some(value) = $also(self) {
                        map.serialize_entry($label, &value)?;
                    }
                )*)?
                Ok(())
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;

                let mut map = serializer.serialize_map(None)?;
                self.serialize_entries(&mut map)?;
                map.end()
            }
        }
    };
    (@type required $type:ty) => { $type };
    (@type optional $type:ty) => { Option<$type> };
    (@type either $type:ty) => { Option<$type> };
    (@type repeated $type:ty) => { alloc::vec::Vec<$type> };
    (@type some $type:ty) => { alloc::vec::Vec<$type> };
    (@slot required $type:ty) => { Option<$type> };
    (@slot $kind:ident $type:ty) => { message!(@type $kind $type) };
    (@finish required $type:ty, $field:ident) => {
        match $field {
            Some(value) => value,
            None => {
                return Err($crate::toolkit::message::Problem::missing(
                    <$type as $crate::toolkit::object::DataObject>::NAME,
                ));
            }
        }
    };
    (@finish some $type:ty, $field:ident) => {
        if $field.is_empty() {
            return Err($crate::toolkit::message::Problem::missing(
                <$type as $crate::toolkit::object::DataObject>::NAME,
            ));
        } else {
            $field
        }
    };
    (@finish $kind:ident $type:ty, $field:ident) => { $field };
    (@required required) => { true };
    (@required some) => { true };
    (@required either) => { true };
    (@required $kind:ident) => { false };
    (@count) => { 0 };
    (@count $first:ident $($rest:ident)*) => { 1 + message!(@count $($rest)*) };
}

pub(crate) use message;

/// A field while a message is read.
pub(crate) trait Slot<T> {
    /// Whether it takes another value.
    fn is_free(&self) -> bool;
    /// Takes one.
    fn put(&mut self, value: T);
}

impl<T> Slot<T> for Option<T> {
    fn is_free(&self) -> bool {
        self.is_none()
    }

    fn put(&mut self, value: T) {
        *self = Some(value);
    }
}

impl<T> Slot<T> for Vec<T> {
    fn is_free(&self) -> bool {
        true
    }

    fn put(&mut self, value: T) {
        self.push(value);
    }
}

/// A field while a message is written.
pub(crate) trait Values<T> {
    /// Its value number `nth`, from 0.
    fn nth(&self, nth: usize) -> Option<&T>;
}

impl<T: DataObject> Values<T> for T {
    fn nth(&self, nth: usize) -> Option<&T> {
        (nth == 0).then_some(self)
    }
}

impl<T> Values<T> for Option<T> {
    fn nth(&self, nth: usize) -> Option<&T> {
        self.as_ref().filter(|_| nth == 0)
    }
}

impl<T> Values<T> for Vec<T> {
    fn nth(&self, nth: usize) -> Option<&T> {
        self.get(nth)
    }
}
