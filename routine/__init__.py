"""routine: a quiet background service that reads weekly plans and reminds people, step by step.

The rooms, from the ground up; imports point down only (`lint-imports` holds it):

    errors      one tree: a sentence, what to do next, an exit code
    core        the rules. No clock, no file, no thread, no language; `now` is always an argument
    library     what the body does: exercises and sequences as data, and the catalogue that reads them
    figures     the body itself, as joints that become pictures
    presentation  values become sentences: cards, moments, states, problems
    ports       the promises between rooms
    background  who owns what runs on the side
    adapters    touches the world, one outside thing a file, and decides nothing
    reading     turns what people typed into values, in a short-lived process of its own
    service     the loop: read, decide, append, show, arm
    wiring      the one place where adapters meet ports
    ui          speaks to people: the command line, the terminal player and the page

The one-way road:

    plan text -> Plan -> Occurrence -> Reminder (journal replayed) -> Notification -> action or silence
      -> decide -> journal -> evolve -> next wake-up, and round again
    Start -> steps -> Player (Tick, Pause, Next, Back, Stop) -> Frame -> notification, terminal or page
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
