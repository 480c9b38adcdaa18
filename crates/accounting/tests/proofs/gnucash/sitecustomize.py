"""Uses GnuCash as a person would: GnuCash's own Python reads this at its start, and what it does is click.

The job is a file in JSON, named by GNUCASH_JOB:
    accounts        a file for "Import Accounts from CSV"
    transactions    a file for "Import Transactions from CSV"
    statements      files for "Import OFX/QFX", each with the full name of the account it is of
    done            where to say that all was done, or what went wrong

A step ends where something has to appear first: it yields what it waits for.
"""

import ctypes
import glob
import json
import os
import sys
import traceback

PATIENCE = 180_000
TICK = 50


def library(name):
    """A library that GnuCash has loaded already, wherever this system keeps it."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        paths = {line.split()[-1] for line in maps if line.rstrip().endswith(name)}
    return ctypes.CDLL(paths.pop())


def windows():
    """What can be seen, by name."""
    seen = [window for window in Gtk.Window.list_toplevels() if window.get_visible()]
    return {Gtk.Buildable.get_name(window) or type(window).__name__: window for window in seen}


def within(widget):
    """The widget and all that is in it."""
    yield widget
    if isinstance(widget, Gtk.Container):
        inner = []
        widget.forall(inner.append)
        for child in inner:
            yield from within(child)


def named(widget, name):
    found = [inner for inner in within(widget) if Gtk.Buildable.get_name(inner) == name]
    return found[0]


def of(widget, kind):
    return [inner for inner in within(widget) if isinstance(inner, kind)]


def later(act):
    """Does what may open a dialog and wait for its answer, without waiting here."""

    def once():
        act()
        return False

    GLib.idle_add(once)


def page(assistant):
    return assistant.get_nth_page(assistant.get_current_page())


def at(assistant, name):
    return lambda: Gtk.Buildable.get_name(page(assistant)) == name


def pick(view, levels):
    """Picks an account in a tree of them."""
    model = view.get_model()
    row = model.get_iter_first()
    path = None
    for level in levels:
        while row is not None and model.get_value(row, 0) != level:
            row = model.iter_next(row)
        if row is None:
            raise LookupError(f"there is no account {levels}")
        path = model.get_path(row)
        row = model.iter_children(row)
    view.expand_to_path(path)
    view.set_cursor(path, None, False)


def choose(assistant, path):
    """Chooses the file of an assistant, whose second page that is."""
    assistant.set_current_page(1)
    chooser = of(assistant, Gtk.FileChooserWidget)[0]
    yield lambda: chooser.set_filename(path) and chooser.get_filename() == path
    chooser.emit("file-activated")
    yield lambda: assistant.get_current_page() == 2


def import_accounts(path):
    library("libgnc-csv-import.so").gnc_file_csv_account_import()
    assistant = windows()["csv_account_import_assistant"]
    yield from choose(assistant, path)
    named(assistant, "num_hrows").set_value(1)
    later(assistant.next_page)
    yield at(assistant, "end_page")
    later(lambda: assistant.emit("apply"))
    later(assistant.next_page)
    yield at(assistant, "summary_page")
    errors = named(assistant, "summary_error_view").get_buffer()
    text = errors.get_text(errors.get_start_iter(), errors.get_end_iter(), False)
    if "success" not in named(assistant, "summary_label").get_text() or text.strip():
        raise RuntimeError("accounts: " + text)
    assistant.emit("close")
    # The first import into a new book asks for the book's options.
    yield lambda: "gnucash_options_window" in windows()
    windows()["gnucash_options_window"].destroy()


def import_transactions(path):
    library("libgnc-csv-import.so").gnc_file_csv_trans_import()
    assistant = windows()["csv_transaction_assistant"]
    yield from choose(assistant, path)
    settings = of(named(assistant, "combo_hbox"), Gtk.ComboBox)[0]
    settings.set_active([row[1] for row in settings.get_model()].index("GnuCash Export Format"))
    yield lambda: assistant.get_page_complete(page(assistant))
    later(assistant.next_page)
    yield at(assistant, "account_match_page")
    yield from link_accounts(assistant)
    for name in ["doc_page", "match_page"]:
        later(assistant.next_page)
        yield at(assistant, name)
    yield lambda: any(button.get_label() == "_Apply" for button in of(assistant, Gtk.Button))
    apply = next(b for b in of(assistant, Gtk.Button) if b.get_label() == "_Apply")
    later(apply.clicked)
    yield at(assistant, "summary_page")
    if "were imported" not in named(assistant, "summary_label").get_text():
        raise RuntimeError("transactions: " + named(assistant, "summary_label").get_text())
    assistant.emit("close")


def link_accounts(assistant):
    """Says of each account in the file that it is the one of that name in the book."""
    view = named(assistant, "account_match_view")
    change = named(assistant, "account_match_change")
    for number, row in enumerate(view.get_model()):
        name = row[0]
        if row[1] == name:
            continue
        view.set_cursor(Gtk.TreePath.new_from_indices([number]), None, False)
        later(change.clicked)
        yield lambda: "account_picker_dialog" in windows()
        yield from answer_with(name)


def answer_with(name):
    """Answers which account is meant."""
    dialog = windows()["account_picker_dialog"]
    pick(of(dialog, Gtk.TreeView)[0], name.split(":"))
    named(dialog, "okbutton").clicked()
    yield lambda: "account_picker_dialog" not in windows()


def import_statement(path, account):
    # PyGObject hashes an object by its address.
    main = ctypes.c_void_p(hash(windows()["GncMainWindow"]))
    later(lambda: library("libgncmod-ofx.so").gnc_file_ofx_import(main))
    yield lambda: of_kind(Gtk.FileChooserDialog)
    chooser = of_kind(Gtk.FileChooserDialog)[0]
    yield lambda: chooser.set_filename(path) and chooser.get_filename() == path
    chooser.response(Gtk.ResponseType.ACCEPT)
    answers = {"account_picker_dialog", "transaction_matcher_dialog", "GtkMessageDialog"}
    yield lambda: answers & windows().keys()
    if "account_picker_dialog" in windows():
        yield from answer_with(account)
        yield lambda: answers & windows().keys()
    if "GtkMessageDialog" in windows():
        # It knows every movement of the file already.
        message = windows()["GtkMessageDialog"]
        if "no new transactions" not in message.get_property("text"):
            raise RuntimeError("statement: " + message.get_property("text"))
        message.response(Gtk.ResponseType.CLOSE)
        yield lambda: "GtkMessageDialog" not in windows()
        return
    later(named(windows()["transaction_matcher_dialog"], "matcher_ok").clicked)
    yield lambda: "transaction_matcher_dialog" not in windows()


def of_kind(kind):
    return [window for window in windows().values() if isinstance(window, kind)]


def save():
    utilities = library("libgnc-app-utils.so")
    utilities.gnc_get_current_session.restype = ctypes.c_void_p
    engine = library("libgnc-engine.so")
    engine.qof_session_save.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    engine.qof_session_save(utilities.gnc_get_current_session(), None)


def work(job):
    yield lambda: "GncMainWindow" in windows()
    if "accounts" in job:
        yield from import_accounts(job["accounts"])
    if "transactions" in job:
        yield from import_transactions(job["transactions"])
    for path, account in job.get("statements", []):
        yield from import_statement(path, account)
    save()


def drive(job):
    steps = work(job)
    state = {"for": next(steps), "left": PATIENCE}

    def end(outcome):
        with open(job["done"], "w", encoding="utf-8") as done:
            done.write(outcome)
        os._exit(0)

    def tick():
        # A new timer each time: GnuCash's dialogs run loops of their own, in which a running timer is not called.
        GLib.timeout_add(TICK, tick)
        try:
            if state["for"]():
                state["for"] = next(steps)
                state["left"] = PATIENCE
            state["left"] -= TICK
            if state["left"] < 0:
                raise TimeoutError(f"nothing more happens; there are {list(windows())}")
        except StopIteration:
            end("done")
        except BaseException:
            end(traceback.format_exc())
        return False

    GLib.timeout_add(TICK, tick)


if "GNUCASH_JOB" in os.environ:
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import GLib, Gtk

    with open(os.environ["GNUCASH_JOB"], encoding="utf-8") as file:
        drive(json.load(file))
