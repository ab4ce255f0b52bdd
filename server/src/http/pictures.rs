//! Uploaded pictures: decoded within bounds, turned upright, scaled and encoded anew
//! as JPEG. Nothing of the file but its pixels survives.

use std::{io::Cursor, sync::Arc};

use async_trait::async_trait;
use handpick::photo::PIXELS_MAX;
use handpick_app::ports::{NotAPicture, Pictures};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, codecs::jpeg::JpegEncoder,
    imageops::FilterType, metadata::Orientation,
};
use tokio::{sync::Mutex, task::spawn_blocking};

/// Longer side of a photo of a case, in pixels.
const PHOTO_SIDE: u32 = 1600;
/// Side of a portrait, in pixels.
const PORTRAIT_SIDE: u32 = 512;
const QUALITIES: [u8; 4] = [82, 70, 55, 40];
/// Most bytes of a picture that is kept, where any quality reaches that: a usual photo has
/// half of it, and anybody can send noise.
const JPEG_MAX: usize = 1024 * 1024;

/// Most pixels of a WebP: its decoder takes ten bytes for each where some shine through,
/// others four, or six for a JPEG that comes in several passes.
const WEBP_PIXELS_MAX: u64 = PIXELS_MAX / 2;

/// One picture at a time, for a large one takes up to 300 MB for a moment.
#[derive(Default)]
pub struct Reencoder {
    alone: Arc<Mutex<()>>,
}

impl Reencoder {
    async fn run(
        &self,
        upload: Vec<u8>,
        shape: impl FnOnce(DynamicImage) -> DynamicImage + Send + 'static,
    ) -> Result<Vec<u8>, NotAPicture> {
        let alone = self.alone.clone().lock_owned().await;
        let task = spawn_blocking(move || {
            let _alone = alone;
            let (image, orientation) = decode(&upload)?;
            drop(upload);
            // Turned when it is small: turning copies.
            let mut image = shape(shrunk(image));
            image.apply_orientation(orientation);
            encode(image)
        });
        task.await.map_err(|_| NotAPicture::Unreadable)?
    }
}

#[async_trait]
impl Pictures for Reencoder {
    async fn photo(&self, upload: Vec<u8>) -> Result<Vec<u8>, NotAPicture> {
        self.run(upload, |image| {
            if image.width().max(image.height()) > PHOTO_SIDE {
                image.resize(PHOTO_SIDE, PHOTO_SIDE, FilterType::Triangle)
            } else {
                image
            }
        })
        .await
    }

    async fn portrait(&self, upload: Vec<u8>) -> Result<Vec<u8>, NotAPicture> {
        self.run(upload, |image| image.resize_to_fill(PORTRAIT_SIDE, PORTRAIT_SIDE, FilterType::Triangle))
            .await
    }
}

/// Scaling well keeps a wide copy with four bytes for each of ours: first without one, to
/// a size that is still twice what anybody needs.
fn shrunk(image: DynamicImage) -> DynamicImage {
    const SIDE: u32 = 2 * PHOTO_SIDE;
    if image.width().max(image.height()) > 2 * SIDE { image.thumbnail(SIDE, SIDE) } else { image }
}

fn decode(upload: &[u8]) -> Result<(DynamicImage, Orientation), NotAPicture> {
    let reader =
        ImageReader::new(Cursor::new(upload)).with_guessed_format().map_err(|_| NotAPicture::Unreadable)?;
    let most = match reader.format() {
        Some(ImageFormat::Jpeg | ImageFormat::Png) => PIXELS_MAX,
        Some(ImageFormat::WebP) => WEBP_PIXELS_MAX,
        _ => return Err(NotAPicture::Unreadable),
    };
    let mut decoder = reader.into_decoder().map_err(|_| NotAPicture::Unreadable)?;
    let (width, height) = decoder.dimensions();
    // The header is read, nothing is unpacked yet: here a bomb is recognised.
    let too_many = u64::from(width) * u64::from(height) > most;
    if too_many || decoder.total_bytes() > PIXELS_MAX * 4 {
        return Err(NotAPicture::TooLarge);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(PIXELS_MAX * 4);
    decoder.set_limits(limits).map_err(|_| NotAPicture::TooLarge)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|_| NotAPicture::Unreadable)?;
    Ok((image, orientation))
}

/// As well as it fits into [`JPEG_MAX`].
fn encode(image: DynamicImage) -> Result<Vec<u8>, NotAPicture> {
    let image = on_white(&image);
    let mut jpeg = Vec::new();
    for quality in QUALITIES {
        jpeg.clear();
        JpegEncoder::new_with_quality(&mut jpeg, quality)
            .encode_image(&image)
            .map_err(|_| NotAPicture::Unreadable)?;
        if jpeg.len() <= JPEG_MAX {
            break;
        }
    }
    Ok(jpeg)
}

/// JPEG knows no transparency: what shows through is white.
fn on_white(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let rgba = image.to_rgba8();
    let mut opaque = RgbImage::new(rgba.width(), rgba.height());
    for (from, to) in rgba.pixels().zip(opaque.pixels_mut()) {
        let [r, g, b, a] = from.0.map(u16::from);
        to.0 = [r, g, b].map(|c| u8::try_from((c * a + 255 * (255 - a)) / 255).unwrap_or(u8::MAX));
    }
    opaque
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgba8(width, height).write_to(&mut bytes, ImageFormat::Png).expect("encoded");
        bytes.into_inner()
    }

    #[tokio::test]
    async fn a_picture_becomes_a_jpeg_of_ours() {
        let pictures = Reencoder::default();
        let photo = pictures.photo(png(3200, 800)).await.expect("a picture");
        let again = image::load_from_memory_with_format(&photo, ImageFormat::Jpeg).expect("a JPEG");
        assert_eq!((again.width(), again.height()), (1600, 400));
        let portrait = pictures.portrait(png(300, 900)).await.expect("a picture");
        let again = image::load_from_memory(&portrait).expect("a JPEG");
        assert_eq!((again.width(), again.height()), (512, 512));
    }

    #[tokio::test]
    async fn what_is_no_picture_is_refused() {
        let pictures = Reencoder::default();
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec();
        assert_eq!(pictures.photo(svg).await, Err(NotAPicture::Unreadable));
        assert_eq!(pictures.photo(Vec::new()).await, Err(NotAPicture::Unreadable));
        let mut cut = png(100, 100);
        cut.truncate(60);
        assert_eq!(pictures.photo(cut).await, Err(NotAPicture::Unreadable));
    }

    /// A PNG of a few hundred bytes that claims 60,000 × 60,000 pixels.
    #[tokio::test]
    async fn a_decompression_bomb_is_refused_by_its_header() {
        let mut bomb = png(8, 8);
        bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        let crc = crc(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(Reencoder::default().photo(bomb).await, Err(NotAPicture::TooLarge));
    }

    /// A WebP that says so in its header (RFC 9649, 3.4: fourteen bits for each side).
    #[tokio::test]
    async fn a_webp_may_have_half_as_many_pixels() {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(8, 8).write_to(&mut bytes, ImageFormat::WebP).expect("encoded");
        let mut large = bytes.into_inner();
        let mut photo = async |width: u32, height: u32| {
            large[21..25].copy_from_slice(&((width - 1) | ((height - 1) << 14)).to_le_bytes());
            Reencoder::default().photo(large.clone()).await
        };
        assert_eq!(photo(5_000, 5_001).await, Err(NotAPicture::TooLarge));
        assert_eq!(photo(5_000, 5_000).await, Err(NotAPicture::Unreadable), "its pixels are not there");
    }

    /// CRC-32 as PNG uses it (ISO 3309).
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8)
                .fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
        })
    }
}
