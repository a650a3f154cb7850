// @ts-check

/**
 * What was chosen of a clip.
 * @typedef {object} Choice
 * @property {'' | 'pick' | 'reject'} pick
 * @property {number} stars  0 to 5
 * @property {string} note
 */

/**
 * The choices, kept in the browser by task, so that they outlive a gallery that is made anew, moved or renamed.
 */
const choices = (() => {
    const prefix = 'apimart.choice:';
    /** @type {Map<string, Choice>} */
    const known = new Map();
    /** @type {Choice} */
    const none = Object.freeze({ pick: '', stars: 0, note: '' });
    /** @type {Set<(clip: Clip) => void>} */
    const listeners = new Set();
    /** @type {Storage | null} */
    let store = null;

    try {
        store = window.localStorage;
        store.getItem(prefix);
    } catch {
        store = null;
    }

    /** What lies in the store may be anybody's; only what has the right form is taken. @param {string | null} text */
    function read(text) {
        try {
            const value = JSON.parse(text ?? 'null');
            return value && typeof value === 'object' ? clean(value) : null;
        } catch {
            return null;
        }
    }

    /** @param {{ pick?: unknown, stars?: unknown, note?: unknown }} value @returns {Choice} */
    function clean(value) {
        const stars = Math.trunc(Number(value.stars ?? 0));
        return {
            pick: value.pick === 'pick' || value.pick === 'reject' ? value.pick : '',
            stars: stars >= 1 && stars <= 5 ? stars : 0,
            note: typeof value.note === 'string' ? value.note : '',
        };
    }

    for (const clip of clips) {
        const choice = store && read(store.getItem(prefix + clip.key));
        if (choice) {
            known.set(clip.key, choice);
        }
    }

    /** @type {Map<string, Clip> | null} */
    let byKey = null;
    addEventListener('storage', event => {
        byKey ??= new Map(clips.map(clip => [clip.key, clip]));
        const clip = event.key?.startsWith(prefix) ? byKey.get(event.key.slice(prefix.length)) : undefined;
        if (clip) {
            keep(clip, read(event.newValue) ?? none);
        }
    });

    /** @param {Clip} clip @param {Choice} choice */
    function keep(clip, choice) {
        if (choice.pick || choice.stars || choice.note) {
            known.set(clip.key, choice);
        } else {
            known.delete(clip.key);
        }

        listeners.forEach(listener => listener(clip));
    }

    return {
        /** Whether the choices outlive the page. */
        kept: store !== null,

        /** @param {Clip} clip @returns {Choice} */
        of: clip => known.get(clip.key) ?? none,

        /** Whether a verdict was given; a note is none. @param {Clip} clip */
        decided(clip) {
            const choice = this.of(clip);
            return choice.pick !== '' || choice.stars > 0;
        },

        /** @param {Clip} clip @param {Partial<Choice>} change */
        set(clip, change) {
            const choice = clean({ ...this.of(clip), ...change });
            try {
                if (choice.pick || choice.stars || choice.note) {
                    store?.setItem(prefix + clip.key, JSON.stringify(choice));
                } else {
                    store?.removeItem(prefix + clip.key);
                }
            } catch {
                notify('The browser keeps no more. Export the choices before you close the page.');
            }

            keep(clip, choice);
        },

        /** Gives a verdict, or takes the same one back. @param {Clip} clip @param {'pick' | 'reject'} pick */
        toggle(clip, pick) {
            this.set(clip, { pick: this.of(clip).pick === pick ? '' : pick });
        },

        /** @param {(clip: Clip) => void} listener */
        listen: listener => { listeners.add(listener); },

        /** How many clips have a verdict, by verdict. */
        count() {
            let picked = 0;
            let rejected = 0;
            for (const { pick } of known.values()) {
                picked += pick === 'pick' ? 1 : 0;
                rejected += pick === 'reject' ? 1 : 0;
            }

            return { picked, rejected };
        },
    };
})();

/** What the page shows now. */
const state = {
    /** @type {'tiles' | 'takes' | 'grid'} */
    view: 'tiles',
    blind: false,
    size: innerWidth >= 2200 ? 400 : 280,
    /** @type {Clip[]} */
    shown: clips,
    /** The clip that the keys mean. @type {Clip | null} */
    current: null,
    /** @type {Clip[]} */
    marked: [],
};

/** Whether what tells the model is to be hidden. @param {Clip} clip */
function isHidden(clip) {
    return state.blind && !choices.decided(clip);
}

/** What a text about a clip may say: nothing while it would tell the hidden model. @param {Clip} clip @param {string} text */
function untold(clip, text) {
    return isHidden(clip) && clip.model && text.toLowerCase().includes(clip.model.toLowerCase()) ? '' : text;
}
