webhooks-search = Search webhooks
webhooks-search-hint = Order number, event, reason…
webhooks-table = Webhooks, newest first
webhooks-failed-title = The inbox could not be read
webhooks-none-text = No webhook answers this search. Take a word or a filter away.
webhooks-new-rows = { $count ->
    [one] 1 new webhook
   *[other] { $count } new webhooks
}
webhooks-choose = Choose { $event }
webhooks-choose-all = Choose all on this page
webhooks-choose-none = Choose none
webhooks-chosen = { $count ->
    [one] 1 webhook chosen
   *[other] { $count } webhooks chosen
}
column-event = Event
column-verdict = Verdict
column-says = What was found
column-received = Received
filter-verdict = Verdict
verdict-accepted = Accepted
verdict-duplicate = Seen before
verdict-rejected = Rejected
verdict-waiting = Waiting

listener-title = Listener
listener-running = Listening
listener-running-text = Webhooks sent to { $address } come in.
listener-stopped = Not listening
listener-stopped-text = Webhooks sent now do not come in. Payments are looked up all the same.
listener-start = Start listening
listener-stop = Stop
listener-addresses = { $count ->
    [one] Address for your gateway
   *[other] Addresses for your gateways
}
listener-addresses-text = Only this computer knows these addresses. A tunnel gives you one on the internet in place of the part before /webhooks. Enter that one in the gateway’s dashboard.
listener-copy = Copy the address for { $account }
listener-settings = Listener settings
listener-settings-title = How webhooks come in
listener-settings-intro = A small part of Tillkeeper waits for your gateways’ messages.
listener-reach = Who can reach it
listener-here = Only this computer
listener-here-note = Right for a tunnel that runs here.
listener-network = The whole network
listener-network-note = For a tunnel or relay on another machine.
listener-other = One address of this computer
listener-other-note = If it has several and you know which.
listener-network-warning = Anybody in your network can send to it. What proves a webhook still applies, but keep a firewall in front.
listener-host = Address
listener-port = Port
listener-port-hint = A number that no other program here uses, such as 8377.
listener-proxies = Trusted tunnels and relays
listener-proxies-hint = A tunnel hands webhooks on, so all seem to come from it, and it notes who sent them. That note is believed only from the addresses you name here: 127.0.0.1 if the tunnel runs on this computer. It matters for gateways that are known by their address, such as Novac.
listener-starts = Start with the window
listener-starts-note = Otherwise you start it here each time.
listener-save = Save and start listening
listener-save-running = Save
silent-account = Nothing has come from { $account } since { $when }, although { $count ->
    [one] 1 payment was
   *[other] { $count } payments were
} made.
silent-text = Nothing is lost: they were looked up. Check that the tunnel runs and that the gateway’s dashboard has its address.

inbox-empty-title = No webhooks yet
inbox-empty-text = A webhook is a message your gateway sends the moment something happens. You learn of payments sooner, and of refunds and payouts made in the gateway’s own dashboard.
inbox-empty-without = Tillkeeper works without them: it looks up everything that is open by itself. Set them up once you have more than a few payments a day.
inbox-step-listen = Start listening
inbox-step-listen-text = Above. Tillkeeper then waits on this computer.
inbox-step-tunnel = Open a tunnel
inbox-step-tunnel-text = A program such as Cloudflare Tunnel or Tailscale Funnel gives this computer an address on the internet.
inbox-step-tell = Tell the gateway
inbox-step-tell-text = Enter that address in the gateway’s dashboard, with the end that is shown above for each account.
inbox-guide = The guide, step by step, comes with Tillkeeper:

delivery-unread = Not readable
delivery-panel = Webhook { $event }
delivery-back = Back to webhooks
delivery-close = Close webhook
delivery-failed-title = This webhook could not be read
delivery-waiting-text = It is kept and will be looked at in a moment.
delivery-unhandled-text = What it is about is being looked up.
delivery-rejected-text = It changed nothing. If it was genuine, correct the cause and replay it.
delivery-show-first = Show the first one
delivery-changes = What it changed
delivery-changes-none = Nothing.
delivery-source = Came from
delivery-imported = A file you imported
delivery-no-source = Not known
delivery-handled = Handled
delivery-size = Size
delivery-bytes = { $count ->
    [one] 1 byte
   *[other] { $bytes } bytes
}
delivery-checksum = Checksum (SHA-256)
delivery-body = Message
delivery-body-empty = It was empty.
delivery-masked = Secrets in it were blanked out before it was kept.
delivery-hex = It is no text. It is shown as numbers, two digits a byte.
delivery-raw = As it came
delivery-copy = Copy the message
delivery-headers = Headers
delivery-headers-none = None were kept.

replay = Replay…
replay-chosen = Replay chosen…
replay-title = { $count ->
    [one] Replay this webhook?
   *[other] Replay { $count } webhooks?
}
replay-intro = It is judged again and what it is about is looked up again. First only to see what that would change.
replay-looking = Looking what would change…
replay-would-change = { $changing ->
    [0] Nothing would change.
    [one] 1 of { $count } would change something.
   *[other] { $changing } of { $count } would change something.
}
replay-did-change = { $changing ->
    [0] Nothing changed.
    [one] 1 of { $count } changed something.
   *[other] { $changing } of { $count } changed something.
}
replay-nothing = Changes nothing.
replay-act = Do it
replay-done-title = Replayed

import-webhooks = Import webhooks…
import-done = Imported: { $accepted } accepted, { $duplicates } seen before, { $rejected } rejected.
import-problems = { $count ->
    [one] One entry could not be taken in. { $named }
   *[other] { $count } entries could not be taken in. { $named }
}
copied = Copied
copy-failed = It could not be copied. Select it and copy it by hand.
