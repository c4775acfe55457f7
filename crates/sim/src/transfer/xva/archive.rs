//! Reading an archive from a stream, file by file, whatever it is compressed with.

use std::io;

use async_compression::tokio::bufread::{GzipDecoder, ZstdDecoder};
use tokio::io::{AsyncRead, AsyncReadExt, BufReader};

use super::tar::{self, Entry, PIECE};
use crate::error::Failure;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// An archive as its bytes come in.
pub struct Archive<'a> {
    from: Box<dyn AsyncRead + Unpin + Send + 'a>,
    /// A header that was looked at before its turn.
    ahead: Option<Entry>,
}

impl<'a> Archive<'a> {
    /// Looks at the first bytes to see how it is compressed.
    pub async fn open(mut from: impl AsyncRead + Unpin + Send + 'a) -> Result<Archive<'a>, Failure> {
        let mut first = [0; 4];
        exact(&mut from, &mut first).await?;
        let whole = AsyncReadExt::chain(io::Cursor::new(first), from);
        let from: Box<dyn AsyncRead + Unpin + Send + 'a> = if first == ZSTD {
            Box::new(ZstdDecoder::new(BufReader::new(whole)))
        } else if first[..2] == GZIP {
            let mut plain = GzipDecoder::new(BufReader::new(whole));
            plain.multiple_members(true);
            Box::new(plain)
        } else {
            Box::new(whole)
        };
        Ok(Archive { from, ahead: None })
    }

    /// The next file; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Entry>, Failure> {
        if let Some(entry) = self.ahead.take() {
            return Ok(Some(entry));
        }
        let mut header = [0; PIECE];
        exact(&mut self.from, &mut header).await?;
        tar::parse(&header).map_err(invalid)
    }

    /// Puts a file back whose content was not read yet.
    pub fn put_back(&mut self, entry: Entry) {
        self.ahead = Some(entry);
    }

    /// A file's content. More than is allowed is not read into memory.
    pub async fn content(&mut self, entry: &Entry, most: usize) -> Result<Vec<u8>, Failure> {
        let size = usize::try_from(entry.size).ok().filter(|size| *size <= most);
        let size = size.ok_or_else(|| invalid("a file is too large"))?;
        let mut content = Vec::new();
        let mut piece = vec![0; size.min(64 << 10)];
        // Memory is taken as bytes come, not as they are announced.
        while content.len() < size {
            let now = (size - content.len()).min(piece.len());
            exact(&mut self.from, &mut piece[..now]).await?;
            content.extend_from_slice(&piece[..now]);
        }
        let mut waste = [0; PIECE];
        exact(&mut self.from, &mut waste[..tar::padding(entry.size)]).await?;
        Ok(content)
    }
}

/// What is no archive at all.
pub fn invalid(why: &str) -> Failure {
    Failure::internal(format!("Invalid XVA file: {why}"))
}

async fn exact(from: &mut (impl AsyncRead + Unpin), out: &mut [u8]) -> Result<(), Failure> {
    match from.read_exact(out).await {
        Ok(_) => Ok(()),
        // The decoders call an early end by this name, too.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Err(Failure::bare("IMPORT_ERROR_PREMATURE_EOF"))
        }
        Err(error) if error.kind() == io::ErrorKind::ConnectionReset => Err(super::super::io_error()),
        Err(error) => Err(invalid(&error.to_string())),
    }
}
