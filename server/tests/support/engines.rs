/// Makes one test per engine of each body.
#[allow(unused_macros, reason = "each test program uses its part")]
macro_rules! contract {
    ($($(#[$doc:meta])* async fn $name:ident($store:ident: &Fixture) $body:block)+) => {$(
        $(#[$doc])*
        mod $name {
            use super::*;

            async fn body($store: &Fixture) $body

            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                Fixture::sqlite().await.run(body).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                Fixture::postgres().await.run(body).await;
            }
        }
    )+};
}
