// Knows what the page's process sends, for whoever checks the scripts; a browser never asks for it.
// tests/ui/page/test_types.py holds it against what is really sent.

/** One picture of a session: which step's, on which side, which muscle group lights up. */
export interface Figured {
  step: number;
  side: string;
  light: number | null;
  /** Whether it stands small beside the words: a rest shows what comes. */
  aside: boolean;
  /** The title of a picture of one's own; a drawn figure has none. */
  picture?: string;
}

/** A part of a breath: its words, its seconds, and how full it ends (0 to 1). */
export interface BreathPart {
  words: string;
  seconds: number;
  to: number;
}

/** One moment of a session under way; lengths are in seconds. */
export interface Frame {
  mode: string;
  index: number;
  place: number;
  progress: string;
  title: string;
  turn: string;
  amount: string;
  part: string;
  partName: string;
  elapsed: number;
  length: number;
  reps: number;
  saying: string;
  /** What a voice says of it: with the title, where one gets ready. */
  spoken: string;
  /** All cues of the exercise, to look at while it is done. */
  lines: { text: string; now: boolean }[];
  sayingAt: number;
  breath: string;
  figure: Figured | null;
  pattern: BreathPart[] | null;
  upcoming: string;
  /** Whether there is an easier exercise for this one. */
  easier: boolean;
  /** Seconds to the end of the session. */
  inAll: number;
  /** Each lift, each return, halfway: when, and what a voice says of it; told: also to a screen reader. */
  signals: { at: number; sign: string; say: string; told: boolean }[];
  /** What could be written into the plan; empty where nothing could. */
  swap: string;
  /** What was left because it hurt, and when to stop; until somebody goes on. */
  hurt: { left: string; rule: string } | null;
  mark: number;
  markFrom: number;
  markLength: number;
  remaining: number;
  trouble: string;
}
