//! The limits that an operator may want to move, as options of the program.

use clap::Args;
use server::Limits;

#[derive(Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArgs {
    /// The most MiB that the entries of a studio may have.
    #[arg(long, env = "PARLOR_STUDIO_MIB", default_value_t = Limits::default().studio_bytes >> 20)]
    studio_mib: u64,
    /// The most MiB that one device may hand in after it was removed or shut out of a document.
    #[arg(long, env = "PARLOR_TRAY_DEVICE_MIB", default_value_t = Limits::default().tray_device_bytes >> 20)]
    tray_device_mib: u64,
    /// The most MiB of such entries in a studio.
    #[arg(long, env = "PARLOR_TRAY_STUDIO_MIB", default_value_t = Limits::default().tray_studio_bytes >> 20)]
    tray_studio_mib: u64,
    /// Days after which such entries are thrown away if nobody takes them in.
    #[arg(long, env = "PARLOR_TRAY_DAYS", default_value_t = Limits::default().tray_for.as_secs() / 86_400)]
    tray_days: u64,
    /// Entries are refused when the disk has fewer MiB left; reading goes on.
    #[arg(long, env = "PARLOR_FREE_MIB", default_value_t = Limits::default().free_bytes >> 20)]
    free_mib: u64,
    /// The most sockets of one address.
    #[arg(long, env = "PARLOR_SOCKETS", default_value_t = Limits::default().sockets)]
    sockets: usize,
    /// The most sockets of all addresses together.
    #[arg(long, env = "PARLOR_SOCKETS_TOTAL", default_value_t = Limits::default().sockets_total)]
    sockets_total: usize,
    /// Frames a second that a device may send before it is read more slowly.
    #[arg(long, env = "PARLOR_FRAMES", default_value_t = Limits::default().frames)]
    frames: u32,
    /// KiB a second that a device may send before it is read more slowly.
    #[arg(long, env = "PARLOR_FRAME_KIB", default_value_t = Limits::default().frame_bytes >> 10)]
    frame_kib: u32,
    /// Tries to log in that an address has in a minute.
    #[arg(long, env = "PARLOR_LOGINS", default_value_t = Limits::default().logins)]
    logins: u32,
    /// Wrong tries to log in that a name has in an hour.
    #[arg(long, env = "PARLOR_GUESSES", default_value_t = Limits::default().guesses)]
    guesses: usize,
    /// Other questions that an address has in a minute.
    #[arg(long, env = "PARLOR_QUESTIONS", default_value_t = Limits::default().questions)]
    questions: u32,
}

impl From<LimitArgs> for Limits {
    fn from(it: LimitArgs) -> Self {
        Self {
            studio_bytes: it.studio_mib.saturating_mul(1 << 20),
            tray_device_bytes: it.tray_device_mib.saturating_mul(1 << 20),
            tray_studio_bytes: it.tray_studio_mib.saturating_mul(1 << 20),
            tray_for: std::time::Duration::from_secs(it.tray_days.saturating_mul(86_400)),
            free_bytes: it.free_mib.saturating_mul(1 << 20),
            sockets: it.sockets,
            sockets_total: it.sockets_total,
            frames: it.frames,
            frame_bytes: it.frame_kib.saturating_mul(1 << 10),
            logins: it.logins,
            guesses: it.guesses.max(1),
            questions: it.questions,
            ..Self::default()
        }
    }
}
