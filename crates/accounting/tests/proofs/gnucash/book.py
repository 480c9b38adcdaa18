"""Makes an empty book, or tells what is in one, by GnuCash's own Python bindings.

    book.py make BOOK
    book.py read BOOK     JSON: transactions, and [account, currency, numerator, denominator] of each balance
"""

import json
import sys

from gnucash import Session, SessionOpenMode


def below(account, above=""):
    """The accounts below one, with their full names."""
    for child in account.get_children():
        name = above + child.GetName()
        yield name, child
        yield from below(child, name + ":")


def read(book):
    accounts, transactions = [], set()
    for name, account in below(book.get_root_account()):
        splits = account.GetSplitList()
        transactions.update(split.GetParent().GetGUID().to_string() for split in splits)
        if splits:
            balance = account.GetBalance()
            currency = account.GetCommodity().get_mnemonic()
            accounts.append([name, currency, balance.num(), balance.denom()])
    return {"transactions": len(transactions), "balances": accounts}


task, path = sys.argv[1:]
mode = {
    "make": SessionOpenMode.SESSION_NEW_OVERWRITE,
    "read": SessionOpenMode.SESSION_READ_ONLY,
}[task]
session = Session("xml://" + path, mode)
if task == "make":
    session.book.get_root_account()
    session.save()
else:
    print(json.dumps(read(session.book)))
session.end()
