use alloc::string::ToString;
use alloc::vec;

use proptest::prelude::*;

use super::*;

/// 3GPP TS 31.102 annex B.1: 3 by 3 points in a row, the highest bit first, lines not aligned; unused bits 1.
#[test]
fn basic_images() {
    let data = [3, 3, 0b1010_1010, 0b1111_1111];
    let image = Image::decode(ImageCoding::Basic, &data, 0, 4).unwrap();
    assert_eq!(image.to_string(), "#.#\n.#.\n#.#\n");
    assert_eq!(image.encode(0).unwrap(), data);
    assert_eq!(image.point(3, 0), None);
    assert_eq!(image.point(0, 3), None);
    assert_eq!(image.to_rgba()[..8], [0, 0, 0, 0xFF, 0, 0, 0, 0]);
}

/// Annex B.2: 2 by 2 points of 3 bits, 3 colours, the table at byte 9 of the file, behind one other byte and
/// the picture.
const COLOUR: [u8; 18] = [
    0xAA,
    2,
    2,
    3,
    3,
    0x00,
    0x09,
    0b0000_0101,
    0b0001_1111,
    0xFF,
    0x00,
    0x00,
    0x00,
    0xFF,
    0x00,
    0x00,
    0x00,
    0xFF,
];

#[test]
fn colour_images() {
    let image = Image::decode(ImageCoding::Colour, &COLOUR, 1, 17).unwrap();
    let [red, green, blue] = [[0xFF, 0, 0], [0, 0xFF, 0], [0, 0, 0xFF]].map(Point::Colour);
    assert_eq!(image.points().collect::<Vec<_>>(), [red, green, blue, green]);
    assert_eq!(image.encode(1).unwrap(), COLOUR[1..]);
    assert_eq!((image.width(), image.height(), image.coding()), (2, 2, ImageCoding::Colour));
}

/// Annex B.3: the last colour of the table is transparent.
#[test]
fn transparency() {
    let image = Image::decode(ImageCoding::ColourWithTransparency, &COLOUR, 1, 17).unwrap();
    assert_eq!(image.point(0, 1), Some(Point::Transparent));
    assert_eq!(image.point(1, 1), Some(Point::Colour([0, 0xFF, 0])));
    assert_eq!(image.to_rgba()[8..12], [0, 0, 0, 0]);
}

#[test]
fn malformed_images() {
    let kind =
        |coding, data: &[u8], offset, length| Image::decode(coding, data, offset, length).unwrap_err().kind;
    let basic = ImageCoding::Basic;
    assert_eq!(kind(basic, &[3, 3, 0], 0, 3), DecodeErrorKind::Truncated { missing: 1 });
    assert_eq!(kind(basic, &[3, 3, 0, 0], 0, 3), DecodeErrorKind::Truncated { missing: 1 });
    assert_eq!(kind(basic, &[3, 3, 0, 0], 5, 0), DecodeErrorKind::Truncated { missing: 1 });
    assert_eq!(kind(ImageCoding::new(0x31), &[1, 1, 0], 0, 3), DecodeErrorKind::Value(0x31));
    // no bits, nine bits, a colour that is not there, a table that is not there
    let colour = ImageCoding::Colour;
    assert_eq!(kind(colour, &[1, 1, 0, 1, 0, 0, 0], 0, 7), DecodeErrorKind::Value(0));
    assert_eq!(kind(colour, &[1, 1, 9, 1, 0, 0, 0], 0, 7), DecodeErrorKind::Value(9));
    assert_eq!(kind(colour, &[1, 1, 1, 1, 0, 0, 0x80], 0, 7), DecodeErrorKind::Value(1));
    assert_eq!(kind(colour, &[1, 1, 1, 1, 0, 7, 0], 0, 7), DecodeErrorKind::Truncated { missing: 3 });
    // another size than the descriptor says
    let instance = ImageInstance::from_bytes([2, 1, 0x11, 0x4F, 0x40, 0, 0, 0, 3]);
    assert_eq!(instance.image(&[1, 1, 0x80]).unwrap_err().kind, DecodeErrorKind::Value(0x0101));
}

#[test]
fn images_are_checked_when_they_are_made() {
    assert!(Image::new(2, 1, Raster::Basic(vec![true])).is_err());
    let colour = |bits_per_point, colours: usize, point| {
        let colours = vec![[0; 3]; colours];
        Image::new(1, 1, Raster::Colour { bits_per_point, colours, points: vec![point], transparency: false })
    };
    assert!(colour(1, 2, 1).is_ok());
    assert!(colour(8, 256, 255).is_ok());
    for wrong in [colour(0, 2, 0), colour(9, 2, 0), colour(1, 0, 0), colour(1, 257, 0), colour(1, 4, 2)] {
        assert!(wrong.is_err());
    }
    // 256 colours are coded as 0
    assert_eq!(colour(8, 256, 255).unwrap().encode(0).unwrap()[3], 0);
}

proptest! {
    #[test]
    fn any_image_comes_back(width in 0..20_u8, height in 0..20_u8, bits in 1..=8_u8, seed: u64, offset in 0..50_u16) {
        let mut state = seed;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as u8
        };
        let count = area(width, height);
        let points = (0..count).map(|_| random() & (0xFF >> (8 - bits))).collect();
        let colours = (0..1_usize << bits).map(|_| [random(), random(), random()]).collect();
        let raster = Raster::Colour { bits_per_point: bits, colours, points, transparency: true };
        let basic = Raster::Basic((0..count).map(|_| random() & 1 != 0).collect());
        for raster in [raster, basic] {
            let image = Image::new(width, height, raster).unwrap();
            let mut file = vec![0xFF; usize::from(offset)];
            file.extend(image.encode(offset).unwrap());
            let length = file.len() - usize::from(offset);
            let again = Image::decode(image.coding(), &file, usize::from(offset), length).unwrap();
            prop_assert_eq!(again, image);
        }
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..100), coding in 0..4_usize) {
        let coding = ImageCoding::new([0x11, 0x21, 0x22, 0x00][coding]);
        if let Ok(image) = Image::decode(coding, &bytes, 0, bytes.len()) {
            prop_assert_eq!(image.to_rgba().len(), area(image.width(), image.height()) * 4);
        }
    }
}
