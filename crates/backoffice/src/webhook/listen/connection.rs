//! One connection: a request, its answer, and the end.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

use super::{Ear, answer};

/// How long the head of a request may take.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long a connection may take in all.
const WHOLE_TIME: Duration = Duration::from_secs(30);
/// The largest head of a request that is read.
const HEAD_BYTES: usize = 64 * 1024;
/// The most headers of a request.
const MOST_HEADERS: usize = 100;

/// The address that a connection was made from.
#[derive(Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// Serves one request. A listener that stops lets it finish.
pub(super) async fn serve(
    stream: TcpStream,
    peer: IpAddr,
    ear: Arc<Ear>,
    stopping: CancellationToken,
) {
    let app = answer::router(ear).layer(Extension(Peer(peer)));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES)
        .max_headers(MOST_HEADERS)
        .keep_alive(false);
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app));
    tokio::pin!(connection);
    let served = async {
        tokio::select! {
            served = connection.as_mut() => served,
            () = stopping.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.as_mut().await
            }
        }
    };
    match tokio::time::timeout(WHOLE_TIME, served).await {
        Ok(Ok(())) => {}
        Ok(Err(problem)) => tracing::debug!(%problem, %peer, "a request broke off"),
        Err(_) => tracing::debug!(%peer, "a request took too long"),
    }
}
