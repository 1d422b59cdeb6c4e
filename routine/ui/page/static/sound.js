// Knows the teacher's voice and the soft tones, and what of them a person wants; must not know when to speak.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { toast } from "./toast.js";

const REMEMBERED = "routine-sound";
const usual = { on: true, voice: true, tones: true, volume: 0.8, rate: 0.95 };

const VOICES_WITHIN = 2000; // milliseconds: a browser asks the system for them when it is first asked
const VOICELESS = new Set([
  "audio-hardware",
  "language-unavailable",
  "synthesis-failed",
  "synthesis-unavailable",
  "voice-unavailable",
]);

/** What keeps it silent, or forgetful, although it is switched on. */
const lacks = { press: false, noVoice: !canSpeak(), noMemory: false };
let told = () => {};
const sound = { ...usual, ...remembered() };
let audio = null;

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED)) ?? {};
  } catch {
    lacks.noMemory = true;
    return {};
  }
}

function find(what) {
  Object.assign(lacks, what);
  told();
}

function lookForVoices() {
  if (!canSpeak() || speechSynthesis.getVoices().length) return;
  const look = () => find({ noVoice: speechSynthesis.getVoices().length === 0 });
  speechSynthesis.addEventListener?.("voiceschanged", look);
  setTimeout(look, VOICES_WITHIN);
}

function change(what) {
  Object.assign(sound, what);
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(sound));
  } catch {
    find({ noMemory: true });
  }
  if (!sound.on || !sound.voice) hush();
}

function canSpeak() {
  return "speechSynthesis" in window;
}

export function hush() {
  if (canSpeak()) speechSynthesis.cancel();
}

/** Whether what is to be spoken is heard, as far as a browser tells. */
export function isHeard() {
  return sound.on && sound.voice && canSpeak() && !lacks.noVoice && speechSynthesis.getVoices().length > 0;
}

/** Say it, instead of what is being said. */
export function speak(text) {
  if (!sound.on || !sound.voice || !text || !canSpeak()) return;
  hush();
  const words = new SpeechSynthesisUtterance(text);
  words.volume = sound.volume;
  words.rate = sound.rate;
  words.lang = document.documentElement.lang;
  words.onstart = () => find({ noVoice: false, press: false });
  words.onerror = ({ error }) => {
    if (error === "not-allowed") find({ press: true });
    else if (VOICELESS.has(error)) find({ noVoice: true });
  };
  speechSynthesis.speak(words);
}

/** A number, or how far it is: said only where nothing else is being said. */
export function count(text) {
  if (canSpeak() && !speechSynthesis.speaking) speak(text);
}

/** Browsers allow sound only after somebody has pressed something. */
export function wakeUp() {
  if (!audio && "AudioContext" in window) audio = new AudioContext();
  audio?.resume().then(() => find({ press: false }));
}

/** A soft tone: it swells and fades, and never clicks. */
export function tone(pitch, seconds = 0.9, loudness = 0.18) {
  if (!sound.on || !sound.tones) return;
  if (!audio) {
    if ("AudioContext" in window) find({ press: true });
    return;
  }
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

/** On and off by one press, with what keeps it silent beside it; how loud and how fast stands in `settings`. */
export class SoundButton {
  button = h("button", { class: "quiet", "aria-keyshortcuts": "m", onclick: () => this.turn() }, t("sound"));
  trouble = h("span", { class: "trouble soft small", role: "status" });
  #explained = h("p", { class: "soft small" });
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
    this.#explained,
  );

  constructor() {
    told = () => this.#paint();
    lookForVoices();
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
    const felt = {
      press: sound.on && lacks.press,
      noVoice: sound.on && sound.voice && lacks.noVoice,
      noMemory: lacks.noMemory,
    };
    const names = Object.keys(felt).filter((name) => felt[name]);
    // there is room for one beside the switch
    const first = names.length ? t(names[0]) : "";
    if (this.trouble.textContent !== first) this.trouble.textContent = first;
    this.#explained.textContent = names.map((name) => t(`${name}Hint`)).join(" ");
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
