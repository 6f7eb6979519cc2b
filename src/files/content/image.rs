//! Pictures: EF.IMG and the image instance data files (3GPP TS 31.102 4.6.1 and annex B).

use alloc::vec::Vec;
use core::fmt;

use super::{Bytes, Content, filled, not_blank};
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind, Reader};
use crate::fs::FileId;

const OBJECT: &str = "image instance";

/// A picture in several sizes and codings: a record of EF.IMG (3GPP TS 31.102 4.6.1.1).
///
/// ```
/// use simcard::files::{ElementaryFile, content::Point, graphics};
///
/// // one instance: 8 by 2 points, basic coding, 4 bytes at the start of file 4F40
/// let record = graphics::Img::decode(&[0x01, 8, 2, 0x11, 0x4F, 0x40, 0x00, 0x00, 0x00, 0x04])?;
/// let instance = record.instances().next().unwrap();
///
/// let data = [8, 2, 0b1000_0001, 0b0111_1110];
/// let image = instance.image(&data)?;
/// assert_eq!(image.point(0, 0), Some(Point::Set));
/// assert_eq!(image.to_string(), "#......#\n.######.\n");
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImageInstances {
    /// How many of the descriptors are in use.
    pub count: u8,
    /// All descriptors, up to the padding.
    pub descriptors: Vec<ImageInstance>,
    /// Bytes that are too few for another descriptor.
    pub rest: Bytes,
}

impl ImageInstances {
    /// A record of these.
    pub fn new(descriptors: Vec<ImageInstance>) -> Self {
        let count = u8::try_from(descriptors.len()).unwrap_or(u8::MAX);
        Self { count, descriptors, rest: Bytes::default() }
    }

    /// The instances in use.
    pub fn instances(&self) -> impl Iterator<Item = &ImageInstance> {
        self.descriptors.iter().take(usize::from(self.count))
    }

    fn unused(&self) -> Vec<&ImageInstance> {
        self.descriptors.iter().skip(usize::from(self.count)).collect()
    }
}

impl Content for ImageInstances {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.IMG", bytes)?;
        let mut reader = Reader::new("EF.IMG", bytes);
        let count = reader.u8()?;
        let mut descriptors = Vec::new();
        while let Ok(descriptor) = reader.array() {
            descriptors.push(ImageInstance::from_bytes(descriptor));
        }
        let rest = Bytes::unpadded(reader.rest());
        while rest.is_empty() && descriptors.last().is_some_and(|last| last.to_bytes() == [0xFF; 9]) {
            descriptors.pop();
        }
        Ok(Self { count, descriptors, rest })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = [self.count].to_vec();
        out.extend(self.descriptors.iter().flat_map(|descriptor| descriptor.to_bytes()));
        out.extend(&self.rest.0);
        filled("EF.IMG", out, len)
    }
}

serialize_fields!(ImageInstances, this {
    "number_of_image_instances" => this.count,
    "image_instances" => this.instances().collect::<Vec<_>>(),
    "unused" if !this.unused().is_empty() => this.unused(),
    "rest" if !this.rest.is_empty() => this.rest,
});

/// Where one picture is, and how it is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ImageInstance {
    /// Its width in points.
    pub width: u8,
    /// Its height in points.
    pub height: u8,
    /// Its coding.
    pub coding: ImageCoding,
    /// The file, of those beside EF.IMG, that it is in.
    pub file: FileId,
    /// Where in that file it starts.
    pub offset: u16,
    /// How many bytes it has there.
    pub length: u16,
}

/// How a picture is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ImageCoding {
    /// `11`: points that are set or not (annex B.1).
    Basic,
    /// `21`: points in colours of a table (annex B.2).
    Colour,
    /// `22`: the same, and the last colour of the table is transparent (annex B.3).
    ColourWithTransparency,
    /// A value that has no meaning yet.
    Reserved(u8),
}

impl ImageCoding {
    /// The coding that has this value.
    pub const fn new(value: u8) -> Self {
        match value {
            0x11 => Self::Basic,
            0x21 => Self::Colour,
            0x22 => Self::ColourWithTransparency,
            value => Self::Reserved(value),
        }
    }

    /// Its value.
    pub const fn value(self) -> u8 {
        match self {
            Self::Basic => 0x11,
            Self::Colour => 0x21,
            Self::ColourWithTransparency => 0x22,
            Self::Reserved(value) => value,
        }
    }
}

impl ImageInstance {
    const fn from_bytes(bytes: [u8; 9]) -> Self {
        let [width, height, coding, id_high, id_low, offset_high, offset_low, length_high, length_low] =
            bytes;
        Self {
            width,
            height,
            coding: ImageCoding::new(coding),
            file: FileId(u16::from_be_bytes([id_high, id_low])),
            offset: u16::from_be_bytes([offset_high, offset_low]),
            length: u16::from_be_bytes([length_high, length_low]),
        }
    }

    const fn to_bytes(self) -> [u8; 9] {
        let [id_high, id_low] = self.file.to_bytes();
        let [offset_high, offset_low] = self.offset.to_be_bytes();
        let [length_high, length_low] = self.length.to_be_bytes();
        let coding = self.coding.value();
        [self.width, self.height, coding, id_high, id_low, offset_high, offset_low, length_high, length_low]
    }

    /// The picture, out of the bytes of the whole data file.
    ///
    /// # Errors
    ///
    /// * [`Truncated`](DecodeErrorKind::Truncated): the file, or the part of it that is the picture's, is too short;
    /// * [`Value`](DecodeErrorKind::Value): an unknown coding, another size than the descriptor says, or a colour
    ///   that is not in the table.
    pub fn image(&self, data_file: &[u8]) -> Result<Image, DecodeError> {
        let image =
            Image::decode(self.coding, data_file, usize::from(self.offset), usize::from(self.length))?;
        if (image.width, image.height) != (self.width, self.height) {
            let size = u32::from(image.width) << 8 | u32::from(image.height);
            return Err(DecodeError::new(OBJECT, usize::from(self.offset), DecodeErrorKind::Value(size)));
        }
        Ok(image)
    }
}

/// A picture: image instance data (3GPP TS 31.102 4.6.1.2 and annex B).
///
/// Points are counted from the upper left corner.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image {
    width: u8,
    height: u8,
    raster: Raster,
}

/// The points of an [`Image`], line by line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Raster {
    /// Points that are set or not.
    Basic(Vec<bool>),
    /// Points in colours.
    Colour {
        /// The bits of a point in a file, 1 to 8.
        bits_per_point: u8,
        /// The colours: red, green, blue. At least one, at most 256.
        colours: Vec<[u8; 3]>,
        /// For each point the number of its colour.
        points: Vec<u8>,
        /// Whether the last colour is transparent.
        transparency: bool,
    },
}

/// A point of an [`Image`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Point {
    /// A point that is set, in whichever colour text has.
    Set,
    /// A point that is not.
    Unset,
    /// A point in a colour: red, green, blue.
    Colour([u8; 3]),
    /// A point that shows what is behind.
    Transparent,
}

impl Image {
    /// A picture of these points.
    ///
    /// # Errors
    ///
    /// [`Value`](EncodeErrorKind::Value): the points are not as many as width and height say, a colour is not in the
    /// table or cannot be numbered with the bits of a point, or there are none or too many of either.
    pub fn new(width: u8, height: u8, raster: Raster) -> Result<Self, EncodeError> {
        let error = |value: usize| {
            EncodeError::new(OBJECT, EncodeErrorKind::Value(u32::try_from(value).unwrap_or(u32::MAX)))
        };
        let points = match &raster {
            Raster::Basic(points) => points.len(),
            Raster::Colour { bits_per_point, colours, points, .. } => {
                if !(1..=8).contains(bits_per_point) {
                    return Err(error(usize::from(*bits_per_point)));
                }
                if !(1..=256).contains(&colours.len()) {
                    return Err(error(colours.len()));
                }
                let numbers = (1_usize << bits_per_point).min(colours.len());
                if let Some(point) = points.iter().find(|point| usize::from(**point) >= numbers) {
                    return Err(error(usize::from(*point)));
                }
                points.len()
            }
        };
        if points != area(width, height) {
            return Err(error(points));
        }
        Ok(Self { width, height, raster })
    }

    /// Reads a picture in this coding out of the bytes of a whole data file: the part that starts at `offset` and
    /// has `length` bytes. The table of colours may be anywhere in the file.
    ///
    /// # Errors
    ///
    /// As [`ImageInstance::image`].
    pub fn decode(
        coding: ImageCoding,
        data_file: &[u8],
        offset: usize,
        length: usize,
    ) -> Result<Self, DecodeError> {
        let mut file = Reader::new(OBJECT, data_file);
        file.take(offset)?;
        let mut data = file.sub(OBJECT, length)?;
        let (width, height) = (data.u8()?, data.u8()?);
        let count = area(width, height);
        let raster = match coding {
            ImageCoding::Basic => {
                let body = data.take(count.div_ceil(8))?;
                Raster::Basic(Numbers::new(body, 1).take(count).map(|bit| bit != 0).collect())
            }
            ImageCoding::Colour | ImageCoding::ColourWithTransparency => {
                let at_bits = data;
                let bits_per_point = data.u8()?;
                if !(1..=8).contains(&bits_per_point) {
                    return Err(at_bits.error(DecodeErrorKind::Value(u32::from(bits_per_point))));
                }
                // 0 stands for 256.
                let colour_count = match data.u8()? {
                    0 => 256,
                    count => usize::from(count),
                };
                let table = usize::from(data.u16()?);
                let at_body = data;
                let body = data.take(count.saturating_mul(usize::from(bits_per_point)).div_ceil(8))?;
                let points: Vec<u8> = Numbers::new(body, bits_per_point).take(count).collect();
                if let Some(point) = points.iter().find(|point| usize::from(**point) >= colour_count) {
                    return Err(at_body.error(DecodeErrorKind::Value(u32::from(*point))));
                }
                let mut table_reader = Reader::new(OBJECT, data_file);
                table_reader.take(table)?;
                let colours =
                    (0..colour_count).map(|_| table_reader.array()).collect::<Result<Vec<[u8; 3]>, _>>()?;
                let transparency = coding == ImageCoding::ColourWithTransparency;
                Raster::Colour { bits_per_point, colours, points, transparency }
            }
            ImageCoding::Reserved(value) => {
                return Err(DecodeError::new(OBJECT, offset, DecodeErrorKind::Value(u32::from(value))));
            }
        };
        Ok(Self { width, height, raster })
    }

    /// The bytes of the picture, to be written at `offset` of a data file. Its table of colours comes right behind
    /// it; [`length`](ImageInstance::length) in the descriptor counts it in.
    ///
    /// # Errors
    ///
    /// [`TooLong`](EncodeErrorKind::TooLong): the table would start beyond byte 65535.
    pub fn encode(&self, offset: u16) -> Result<Vec<u8>, EncodeError> {
        let mut out = [self.width, self.height].to_vec();
        match &self.raster {
            Raster::Basic(points) => pack(&mut out, points.iter().map(|point| u8::from(*point)), 1),
            Raster::Colour { bits_per_point, colours, points, .. } => {
                let body = points.len().saturating_mul(usize::from(*bits_per_point)).div_ceil(8);
                let table = usize::from(offset).saturating_add(6).saturating_add(body);
                let Ok(location) = u16::try_from(table) else {
                    let kind = EncodeErrorKind::TooLong { len: table, max: usize::from(u16::MAX) };
                    return Err(EncodeError::new(OBJECT, kind));
                };
                // 256 colours are 0.
                out.extend([*bits_per_point, u8::try_from(colours.len()).unwrap_or_default()]);
                out.extend(location.to_be_bytes());
                pack(&mut out, points.iter().copied(), *bits_per_point);
                out.extend(colours.iter().flatten());
            }
        }
        Ok(out)
    }

    /// How it is coded.
    pub const fn coding(&self) -> ImageCoding {
        match self.raster {
            Raster::Basic(_) => ImageCoding::Basic,
            Raster::Colour { transparency: false, .. } => ImageCoding::Colour,
            Raster::Colour { transparency: true, .. } => ImageCoding::ColourWithTransparency,
        }
    }

    /// The width in points.
    pub const fn width(&self) -> u8 {
        self.width
    }

    /// The height in points.
    pub const fn height(&self) -> u8 {
        self.height
    }

    /// The points as they are coded.
    pub const fn raster(&self) -> &Raster {
        &self.raster
    }

    /// The point in column `x` of line `y`; `None` if it is outside.
    pub fn point(&self, x: u8, y: u8) -> Option<Point> {
        if x >= self.width || y >= self.height {
            return None;
        }
        self.nth(area(self.width, y).saturating_add(usize::from(x)))
    }

    /// All points, line by line.
    pub fn points(&self) -> impl Iterator<Item = Point> {
        (0..area(self.width, self.height)).filter_map(|index| self.nth(index))
    }

    fn nth(&self, index: usize) -> Option<Point> {
        match &self.raster {
            Raster::Basic(points) => {
                points.get(index).map(|set| if *set { Point::Set } else { Point::Unset })
            }
            Raster::Colour { colours, points, transparency, .. } => {
                let number = usize::from(*points.get(index)?);
                let last = number.saturating_add(1) == colours.len();
                if *transparency && last {
                    return Some(Point::Transparent);
                }
                colours.get(number).copied().map(Point::Colour)
            }
        }
    }

    /// Four bytes a point, line by line: red, green, blue, opacity. A point that is set is black, one that is not
    /// is transparent, as the background shows there.
    pub fn to_rgba(&self) -> Vec<u8> {
        let bytes = |point| match point {
            Point::Set => [0, 0, 0, 0xFF],
            Point::Colour([red, green, blue]) => [red, green, blue, 0xFF],
            Point::Unset | Point::Transparent => [0; 4],
        };
        self.points().flat_map(bytes).collect()
    }
}

fn area(width: u8, height: u8) -> usize {
    usize::from(width).saturating_mul(usize::from(height))
}

/// A line of text for each line of points: `#` where there is something, `.` where there is not. Colours count as
/// something unless they are transparent, or lighter than half of white.
impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use core::fmt::Write;

        for y in 0..self.height {
            for x in 0..self.width {
                let shown = match self.point(x, y) {
                    Some(Point::Set) => true,
                    Some(Point::Colour(colour)) => {
                        colour.iter().fold(0_u16, |sum, part| sum.saturating_add(u16::from(*part))) < 3 * 0x80
                    }
                    _ => false,
                };
                f.write_char(if shown { '#' } else { '.' })?;
            }
            f.write_char('\n')?;
        }
        Ok(())
    }
}

/// Numbers of 1 to 8 bits in a row, the highest bit first.
struct Numbers<'a> {
    bytes: core::slice::Iter<'a, u8>,
    width: u8,
    /// Bits not yet taken, the next one the highest of them.
    pending: u16,
    count: u8,
}

impl<'a> Numbers<'a> {
    fn new(bytes: &'a [u8], width: u8) -> Self {
        Self { bytes: bytes.iter(), width, pending: 0, count: 0 }
    }
}

impl Iterator for Numbers<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        if self.count < self.width {
            self.pending = self.pending << 8 | u16::from(*self.bytes.next()?);
            self.count = self.count.wrapping_add(8);
        }
        self.count = self.count.wrapping_sub(self.width);
        let number = self.pending.wrapping_shr(u32::from(self.count));
        self.pending &= !(u16::MAX.wrapping_shl(u32::from(self.count)));
        Some(number.to_be_bytes()[1])
    }
}

/// Appends numbers of 1 to 8 bits in a row, the highest bit first; bits that are left over are 1.
fn pack(out: &mut Vec<u8>, numbers: impl Iterator<Item = u8>, width: u8) {
    let (mut pending, mut count) = (0_u16, 0_u8);
    for number in numbers {
        pending = pending.wrapping_shl(u32::from(width)) | u16::from(number);
        count = count.wrapping_add(width);
        if let Some(left) = count.checked_sub(8) {
            out.push(pending.wrapping_shr(u32::from(left)).to_be_bytes()[1]);
            count = left;
        }
    }
    if count > 0 {
        let free = u32::from(8_u8.wrapping_sub(count));
        let filling = !(u16::MAX.wrapping_shl(free));
        out.push((pending.wrapping_shl(free) | filling).to_be_bytes()[1]);
    }
}

#[cfg(test)]
#[path = "image_tests.rs"]
mod tests;
