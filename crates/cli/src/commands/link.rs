//! `till link …`

use std::path::PathBuf;

use backoffice::{LinkForm, PaymentFilter};
use ledger::ReturnUrls;

use crate::args::{LinkArgs, LinkCommand, ListArgs};
use crate::commands::payment::cursor;
use crate::failure::{DONE, Failure};
use crate::office;
use crate::output::Output;
use crate::view::{LinkList, LinkView};

pub(super) async fn run(
    command: LinkCommand,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    match command {
        LinkCommand::Create(args) => {
            let office = office::open_with_keys(dir, output).await?;
            output.show(&LinkView::of(&office.create_link(&form(*args)).await?))?;
        }
        LinkCommand::List(ListArgs { filter, limit, after }) => {
            let office = office::open(dir).await?;
            let filter = PaymentFilter { text: filter, ..PaymentFilter::default() };
            let page = office.payments(&filter, cursor(after)?, limit).await?;
            output.show(&LinkList::of(&page))?;
        }
        LinkCommand::Show { reference } => {
            let office = office::open(dir).await?;
            output.show(&LinkView::of(&office.find_payment(&reference).await?))?;
        }
        LinkCommand::Renew { reference } => {
            let office = office::open_with_keys(dir, output).await?;
            let id = office.find_payment(&reference).await?.payment.id;
            output.show(&LinkView::of(&office.renew_link(id).await?))?;
        }
    }
    Ok(DONE)
}

fn form(args: LinkArgs) -> LinkForm {
    LinkForm {
        account: args.account,
        amount: args.amount,
        currency: args.currency,
        email: args.email,
        customer_name: args.customer_name,
        reference: args.reference,
        description: args.description,
        urls: ReturnUrls {
            callback: args.callback_url,
            redirect: args.redirect_url,
            success: args.success_url,
            cancel: args.cancel_url,
        },
        metadata: args.metadata.into_iter().collect(),
    }
}
