//! What the desktop tells of.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Which news the desktop shows.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
pub(crate) struct NotificationSettings {
    payments: bool,
    refunds: bool,
    failures: bool,
}

impl From<backoffice::NotificationSettings> for NotificationSettings {
    fn from(settings: backoffice::NotificationSettings) -> Self {
        let backoffice::NotificationSettings { payments, refunds, failures } = settings;
        Self { payments, refunds, failures }
    }
}

impl From<NotificationSettings> for backoffice::NotificationSettings {
    fn from(settings: NotificationSettings) -> Self {
        let NotificationSettings { payments, refunds, failures } = settings;
        Self { payments, refunds, failures }
    }
}
