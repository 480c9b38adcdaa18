# The frame: navigation, banner, first start, notices, palette.
app-name = Tillkeeper
skip-to-content = Skip to content
close = Close
cancel = Cancel
back = Back
done = Done
retry = Try again
optional = optional
notices-label = Messages
loading = Loading…

nav-label = Main
nav-payments = Payments
nav-payouts = Payouts
nav-webhooks = Webhooks
nav-accounts = Accounts
nav-settings = Settings

practice-badge = PRACTICE
practice-text = Everything here is made up. No real money moves, and nothing leaves this computer.
practice-leave = Leave practice
faults-open = Make things go wrong…
faults-on = { $count ->
    [one] 1 thing goes wrong
   *[other] { $count } things go wrong
}
faults-title = Make things go wrong
faults-intro = See what Tillkeeper does when a gateway misbehaves. Only the practice gateways are touched.
faults-gateways = Practice gateways
faults-clear = Everything works again
faults-close = Done

leave-title = Leave practice?
leave-intro = The made-up payments, links and refunds are thrown away. Your own books are not touched: they start where you left them.
leave-confirm = Leave practice

welcome-title = Every payment you take, in one set of books.
welcome-lead = Tillkeeper makes payment links at the gateways you already use, looks payments up, pays refunds back and hands your accountant a clean file. It all stays on this computer.
welcome-try-title = Try it
welcome-try-text = A practice shop with made-up customers. No account, no network, and nothing is real.
welcome-try-action = Try it with practice money
welcome-connect-title = Connect a gateway
welcome-connect-text = Start with your own account. You need its keys; they go into this computer’s keychain and stay there.
welcome-connect-action = Connect a gateway
welcome-foot = You can do one now and the other later.

load-failed-title = Tillkeeper could not open the books

sync-now = Look everything open up now
sync-busy = Looking up…
sync-open = { $count ->
    [0] Nothing open
    [one] 1 payment open
   *[other] { $count } payments open
}
sync-last = Looked up { $when }
sync-never = Not looked up yet
sync-done = { $changed ->
    [0] { $looked ->
        [0] Nothing is open. Everything is up to date.
        [one] Looked 1 payment up. Nothing changed.
       *[other] Looked { $looked } payments up. Nothing changed.
    }
    [one] Looked up { $looked }, 1 changed.
   *[other] Looked up { $looked }, { $changed } changed.
}
sync-failed = { $count ->
    [one] One payment could not be looked up: { $message }
   *[other] { $count } payments could not be looked up. The first: { $message }
}

theme-system = Light or dark: as the system
theme-light = Light
theme-dark = Dark

keys-keychain = Keys are in the system keychain
keys-vault = Keys are in the vault on this computer
keys-vault-locked = The vault is locked
keys-no-vault = No place for keys yet
keys-memory = Practice keys, kept for this run

palette-open = Find or do…
palette-title = Find or do
palette-input = What do you want to do?
palette-search = Search payments for “{ $text }”
palette-payout-verify = Look the open payout up
palette-group-actions = Actions
palette-group-go = Go to
palette-group-look = Light or dark

shortcuts-title = Keyboard shortcuts
shortcuts-new-link = New payment link
shortcuts-search = Search the list
shortcuts-new-payout = New payout
shortcuts-down = Next row
shortcuts-up = Previous row
shortcuts-open = Open the row
shortcuts-close = Close what is open
shortcuts-refund = Refund the open payment
shortcuts-verify = Look up what is open
shortcuts-choose = Choose a webhook
shortcuts-replay = Replay webhooks
shortcuts-export = Export
shortcuts-palette = Find or do
shortcuts-help = This list

vault-create-title = Choose a passphrase for your keys
vault-create-intro = This computer offers no keychain, so Tillkeeper keeps your gateway keys in an encrypted vault. The passphrase opens it each time you start.
vault-unlock-title = Unlock the vault
vault-unlock-intro = Your gateway keys are in an encrypted vault. Until it is open, nothing can be looked up or refunded; the books can be read.
vault-passphrase = Passphrase
vault-passphrase-again = The same once more
vault-passphrase-hint = At least 12 characters. A few unrelated words are easy to remember and hard to guess. It cannot be recovered.
vault-differs = The two are not the same.
vault-short = Use at least 12 characters.
vault-create-action = Create the vault
vault-unlock-action = Unlock
vault-banner = Your keys are locked away, so open payments are not being looked up.
vault-banner-none = There is no safe place for keys yet. Choose a passphrase before you connect a gateway.
vault-banner-action = Open the vault
vault-banner-create = Choose a passphrase
