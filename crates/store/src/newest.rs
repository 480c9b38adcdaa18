//! Lists that go by place, the newest first: one way to page through them.

use crate::decode::Fields;
use crate::page::{self, Behind, MOST_ROWS, NO_LIMIT};
use crate::{Cursor, Error, Page, Store};

/// Such a list.
pub(crate) struct Newest<T> {
    /// The statement of a page: it has a `place`, and takes the place that rows are before and how many there may be.
    pub(crate) sql: String,
    /// The cursor behind the row of a place.
    pub(crate) behind: fn(i64) -> Behind,
    /// Reads a row.
    pub(crate) read: fn(&mut Fields<'_, '_>) -> rusqlite::Result<T>,
}

impl Store {
    /// A page of such a list; at most 500.
    ///
    /// # Errors
    /// [`Error::Cursor`] where the cursor is of another list.
    pub(crate) async fn newest<T: Send + 'static>(
        &self,
        list: Newest<T>,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<T>, Error> {
        let limit = limit.clamp(1, MOST_ROWS);
        let before = match after.as_ref().map(Cursor::behind) {
            None => i64::MAX,
            Some(behind) => behind.place_in(list.behind).ok_or(Error::Cursor)?,
        };
        self.read(move |reading| {
            page::fetch(reading, (list.sql, vec![before.into()]), limit, |row| {
                let place = row.get("place")?;
                Ok(((list.read)(&mut Fields::of(row))?, (list.behind)(place)))
            })
        })
        .await
    }

    /// All of such a list, as it was at one moment.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub(crate) async fn all<T: Send + 'static>(&self, list: Newest<T>) -> Result<Vec<T>, Error> {
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(&list.sql)?;
            let rows = statement
                .query_map((i64::MAX, NO_LIMIT), |row| (list.read)(&mut Fields::of(row)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }
}
