//! Many refunds at once: the plan, the yes to it by its digest, and going through it.
//!
//! Ctrl-C is no giving up: the refund under way is waited for, and the rest can be gone on with. Giving up is a command.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use backoffice::{
    Backoffice, Batch, BatchLineState, BatchProgress, BatchReport, BatchSource, BatchStop, Cancel,
    PaymentFilter,
};
use ledger::BatchId;
use tokio::sync::Notify;

use super::batch_id;
use crate::args::{BatchArgs, BulkArgs, BulkPayments};
use crate::commands::payment::cursor;
use crate::commands::signer::name_of;
use crate::commands::stop::stopped;
use crate::failure::{DONE, FAILED, Failure, UNKNOWN};
use crate::office;
use crate::output::Output;
use crate::view::{BatchDetail, BatchFile, BatchList, BatchPlanView, BatchRun, Stop};
use crate::words::Words;

/// How many lines are read at a time.
const LINES_AT_A_TIME: u32 = 5_000;

/// Shows the plan, or makes the one that was agreed to.
pub(super) async fn bulk(
    args: BulkArgs,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    let BulkArgs { payments: BulkPayments { filter, file }, reason, by, go } = args;
    let office = match go {
        Some(_) => office::open_with_keys(dir, output).await?,
        None => office::open(dir).await?,
    };
    let by = name_of(&office, by).await?;
    let command = Words::till("refund bulk");
    let (source, command) = match (filter, file) {
        (_, Some(file)) => (
            BatchSource::from_file(&file).await?,
            command.option("--file", &file.to_string_lossy()),
        ),
        (filter, None) => {
            let text = filter.unwrap_or_default();
            let command = command.option("--filter", &text);
            (BatchSource::Filter(PaymentFilter { text, ..PaymentFilter::default() }), command)
        }
    };
    if let Some(digest) = go {
        let id = office.start_batch(&source, &reason, &by, digest.trim()).await?;
        return go_on(&office, id, output).await;
    }
    let plan = office.plan_batch(&source, &reason, &by).await?;
    let command = command.option("--reason", &reason).option("--by", &by);
    let view = BatchPlanView::of(&plan, &command);
    output.show(&view)?;
    Ok(if view.is_empty() { FAILED } else { DONE })
}

pub(super) async fn list(
    office: &Backoffice,
    after: Option<String>,
    limit: u32,
    output: Output,
) -> Result<u8, Failure> {
    output.show(&BatchList::of(&office.batches(cursor(after)?, limit).await?))?;
    Ok(DONE)
}

pub(super) async fn batch(
    args: BatchArgs,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    let BatchArgs { id, resume, end, output: file } = args;
    let id = batch_id(&id)?;
    let office =
        if resume { office::open_with_keys(dir, output).await? } else { office::open(dir).await? };
    let mut code = DONE;
    if end {
        office.end_batch(id).await?;
    }
    if resume {
        code = go_on(&office, id, output).await?;
    }
    if let Some(file) = file {
        office.batch_result(id, &file).await?;
        // The run was shown already, and one document is all that is printed.
        if resume {
            output.remark(&format!("What came of each line is in {}", file.display()));
        } else {
            output.show(&BatchFile::of(&office.batch(id).await?, &file))?;
        }
    } else if !resume {
        let batch = office.batch(id).await?;
        output.show(&BatchDetail::of(&batch, lines_of(&office, id).await?))?;
    }
    Ok(code)
}

/// Goes through a batch from wherever it is, tells of each refund, and shows what came of all.
async fn go_on(office: &Backoffice, id: BatchId, output: Output) -> Result<u8, Failure> {
    let stop = match go_through(office, id, output).await? {
        None => Stop::Interrupted,
        Some(BatchReport { stop: BatchStop::Finished, .. }) => Stop::Finished,
        Some(BatchReport { stop: BatchStop::Cancelled, .. }) => Stop::Cancelled,
        Some(BatchReport { stop: BatchStop::Stopped(error), .. }) => {
            Stop::Stopped(Failure::from(error).message())
        }
    };
    let batch = office.batch(id).await?;
    let code = code_of(&batch);
    let detail = BatchDetail::of(&batch, lines_of(office, id).await?);
    let command = Words::till("refund batch").word(&id.to_string());
    output.show(&BatchRun::new(detail, &stop, &command))?;
    Ok(code)
}

/// Nothing where it was interrupted; a second interruption does not wait.
async fn go_through(
    office: &Backoffice,
    id: BatchId,
    output: Output,
) -> Result<Option<BatchReport>, Failure> {
    let (is_interrupted, between_two) = (AtomicBool::new(false), Notify::new());
    let never = Cancel::default();
    let told = |progress: &BatchProgress| {
        let BatchProgress { done, lines, reference, word, .. } = progress;
        output.remark(&format!("{done} of {lines}  {reference}  {word}"));
        // After the last one there is nothing to stop.
        if is_interrupted.load(Ordering::Relaxed) && done < lines {
            between_two.notify_one();
        }
    };
    let interrupted = async {
        stopped().await?;
        is_interrupted.store(true, Ordering::Relaxed);
        output.remark("Stopping after the refund under way; once more stops at once");
        tokio::select! {
            () = between_two.notified() => Ok(()),
            again = stopped() => again,
        }
    };
    tokio::select! {
        // Left between two refunds: the next one's look-up comes before its intent, so nothing of it is written yet.
        biased;
        left = interrupted => left.map(|()| None),
        report = office.run_batch(id, &never, told) => Ok(Some(report?)),
    }
}

async fn lines_of(office: &Backoffice, id: BatchId) -> Result<Vec<BatchLineState>, Failure> {
    let mut lines: Vec<BatchLineState> = Vec::new();
    loop {
        let after = lines.last().map_or(0, |state| state.line.line);
        let more = office.batch_lines(id, after, LINES_AT_A_TIME).await?;
        if more.is_empty() {
            return Ok(lines);
        }
        lines.extend(more);
    }
}

/// What one cannot be sure of outweighs what has failed; it is done once every line came to a refund.
fn code_of(batch: &Batch) -> u8 {
    let count =
        |words: &[&str]| -> u64 { words.iter().filter_map(|word| batch.results.get(*word)).sum() };
    if count(&["unknown"]) > 0 {
        UNKNOWN
    } else if count(&["processed", "pending", "requested"]) < batch.record.lines {
        FAILED
    } else {
        DONE
    }
}
