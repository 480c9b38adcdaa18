//! The steps of a task: announced, timed, and followed by what to do where they fail.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// What a task has done so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Done>,
}

struct Done {
    name: &'static str,
    took: Duration,
    passed: bool,
}

impl Steps {
    /// Does a step that later ones do not build on: where it fails, the task goes on and fails at its end.
    pub(crate) fn attempt(
        &mut self,
        name: &'static str,
        remedy: &str,
        work: impl FnOnce() -> Result<()>,
    ) -> bool {
        println!("\n── {name}");
        let start = Instant::now();
        let outcome = work();
        let took = start.elapsed();
        let passed = outcome.is_ok();
        match outcome {
            Ok(()) => println!("   done in {}", spoken(took)),
            Err(problem) => {
                println!("   FAILED after {}: {problem:#}", spoken(took));
                println!("   what to do: {remedy}");
            }
        }
        self.done.push(Done { name, took, passed });
        passed
    }

    /// Does a step without which the later ones make no sense.
    ///
    /// # Errors
    /// Where the step fails; the task is to stop.
    pub(crate) fn require(
        &mut self,
        name: &'static str,
        remedy: &str,
        work: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        if self.attempt(name, remedy, work) {
            return Ok(());
        }
        bail!("stopped at the step “{name}”; what to do is said above")
    }

    /// Lists the steps with their times.
    ///
    /// # Errors
    /// Where a step failed.
    pub(crate) fn finish(self) -> Result<()> {
        println!("\n── Summary");
        for step in &self.done {
            let mark = if step.passed { "ok    " } else { "FAILED" };
            println!("   {mark} {:>9}  {}", spoken(step.took), step.name);
        }
        let total = self.done.iter().map(|step| step.took).sum();
        println!("          {:>9}  in all", spoken(total));
        let failed: Vec<_> =
            self.done.iter().filter(|step| !step.passed).map(|step| step.name).collect();
        if failed.is_empty() {
            return Ok(());
        }
        bail!("failed: {}", failed.join(", "))
    }
}

fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{seconds}.{} s", time.subsec_millis() / 100)
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_attempt_lets_the_others_run_and_fails_the_task() {
        let mut steps = Steps::default();
        let mut ran = false;
        steps.attempt("first", "mend it", || bail!("broken"));
        steps.attempt("second", "", || {
            ran = true;
            Ok(())
        });
        assert!(ran);
        assert_eq!(steps.finish().unwrap_err().to_string(), "failed: first");
    }

    #[test]
    fn a_failed_requirement_stops_the_task_and_names_the_step() {
        let mut steps = Steps::default();
        let stop = steps.require("packages", "install them", || bail!("none")).unwrap_err();
        assert!(stop.to_string().contains("packages"));
    }

    #[test]
    fn times_are_said_in_seconds_and_then_in_minutes() {
        assert_eq!(spoken(Duration::from_millis(1_290)), "1.2 s");
        assert_eq!(spoken(Duration::from_secs(125)), "2 min 05 s");
    }
}
