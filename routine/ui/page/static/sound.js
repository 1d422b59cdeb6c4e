// Knows the teacher's voice and the soft tones, and what of them a person wants; must not know when to speak.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { toast } from "./toast.js";

const REMEMBERED = "routine-sound";
const usual = { on: true, voice: true, tones: true, volume: 0.8, rate: 0.95 };

const sound = { ...usual, ...remembered() };
let audio = null;

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED)) ?? {};
  } catch {
    return {};
  }
}

function change(what) {
  Object.assign(sound, what);
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(sound));
  } catch {
    /* a browser that remembers nothing */
  }
  if (!sound.on || !sound.voice) hush();
}

const canSpeak = () => "speechSynthesis" in window;

export function hush() {
  if (canSpeak()) speechSynthesis.cancel();
}

/** Say it, instead of what is being said. */
export function speak(text) {
  if (!sound.on || !sound.voice || !text || !canSpeak()) return;
  hush();
  const words = new SpeechSynthesisUtterance(text);
  words.volume = sound.volume;
  words.rate = sound.rate;
  words.lang = document.documentElement.lang;
  speechSynthesis.speak(words);
}

/** Browsers allow sound only after somebody has pressed something. */
export function wakeUp() {
  if (!audio && "AudioContext" in window) audio = new AudioContext();
  audio?.resume();
}

/** A soft tone: it swells and fades, and never clicks. */
export function tone(pitch, seconds = 0.9, loudness = 0.18) {
  if (!sound.on || !sound.tones || !audio) return;
  const now = audio.currentTime;
  const swell = audio.createGain();
  swell.gain.setValueAtTime(0.0001, now);
  swell.gain.exponentialRampToValueAtTime(Math.max(0.0002, loudness * sound.volume), now + seconds * 0.2);
  swell.gain.exponentialRampToValueAtTime(0.0001, now + seconds);
  const source = audio.createOscillator();
  source.type = "sine";
  source.frequency.value = pitch;
  source.connect(swell).connect(audio.destination);
  source.start(now);
  source.stop(now + seconds);
}

/** On and off by one press; how loud and how fast stands in `settings`. */
export class SoundButton {
  button = h("button", { class: "quiet", "aria-keyshortcuts": "m", onclick: () => this.turn() }, t("sound"));
  settings = h(
    "details",
    { class: "whole" },
    h("summary", {}, t("soundSettings")),
    h(
      "div",
      { class: "sound" },
      canSpeak() ? this.#box("voice") : null,
      this.#box("tones"),
      this.#range("volume", 0, 1),
      this.#range("rate", 0.6, 1.4),
    ),
  );

  constructor() {
    this.#paint();
  }

  turn() {
    this.#set({ on: !sound.on });
    toast(t(sound.on ? "soundIsOn" : "soundIsOff"), { seconds: 2 });
  }

  #set(what) {
    wakeUp();
    change(what);
    this.#paint();
  }

  #paint() {
    this.button.setAttribute("aria-pressed", String(sound.on));
  }

  #box(name) {
    const turned = (box) => this.#set({ [name]: box.target.checked });
    return h("label", {}, h("input", { type: "checkbox", checked: sound[name], onchange: turned }), t(name));
  }

  #range(name, min, max) {
    const moved = (range) => this.#set({ [name]: Number(range.target.value) });
    return h(
      "label",
      {},
      t(name),
      h("input", { type: "range", min, max, step: 0.05, value: sound[name], onchange: moved }),
    );
  }
}
