// @ts-check

/**
 * The media elements. A browser gives a page only so many, so each is made when it is needed, counted, and taken apart again.
 */
const players = (() => {
    const alive = new Set();

    return {
        /** How many were alive at once at most, and how many could not play. */
        most: 0,
        failed: 0,

        get alive() { return alive.size; },

        /** @param {Clip} clip @param {'metadata' | 'auto'} preload */
        open(clip, preload) {
            const video = make('video');
            video.muted = true;
            video.playsInline = true;
            video.loop = true;
            video.preload = preload;
            video.disablePictureInPicture = true;
            video.addEventListener('error', () => { this.failed += video.hasAttribute('src') ? 1 : 0; });
            video.src = clip.url;
            alive.add(video);
            this.most = Math.max(this.most, alive.size);
            return video;
        },

        /** @param {HTMLVideoElement} video */
        close(video) {
            alive.delete(video);
            video.pause();
            video.removeAttribute('src');
            video.load();
            video.remove();
        },
    };
})();

/**
 * The still pictures of the tiles: a frame of each video that comes in sight, drawn and kept, so that a tile needs no player.
 * @typedef {object} Still
 * @property {HTMLCanvasElement} canvas
 */
const stills = (() => {
    const width = 480;
    const parallel = 6;
    const limit = 320;
    /** @type {Map<string, HTMLCanvasElement>} */
    const drawn = new Map();
    /** @type {Map<string, { clip: Clip, done: (canvas: HTMLCanvasElement | null) => void }>} */
    const waiting = new Map();
    /** @type {Map<string, () => void>} */
    const running = new Map();
    let keepAll = false;

    function next() {
        while (running.size < parallel && waiting.size > 0) {
            // The newest first: it is where the user has come to.
            const [key, job] = /** @type {[string, { clip: Clip, done: (canvas: HTMLCanvasElement | null) => void }]} */ ([...waiting].pop());
            waiting.delete(key);
            start(job.clip, job.done);
        }
    }

    /** @param {Clip} clip @param {(canvas: HTMLCanvasElement | null) => void} done */
    function start(clip, done) {
        const video = players.open(clip, 'auto');
        /** @param {HTMLCanvasElement | null} [canvas] */
        const end = canvas => {
            running.delete(clip.key);
            players.close(video);
            if (canvas !== undefined) {
                done(canvas);
            }

            next();
        };
        running.set(clip.key, end);
        video.addEventListener('loadedmetadata', () => {
            clip.seconds = Number.isFinite(video.duration) ? Math.round(video.duration * 10) / 10 : clip.seconds;
            showTotalSoon();
            video.currentTime = Math.min(0.5, video.duration / 3) || 0;
        }, { once: true });
        video.addEventListener('seeked', () => end(draw(clip, video)), { once: true });
        video.addEventListener('error', () => {
            if (running.get(clip.key) === end) {
                end(null);
            }
        }, { once: true });
    }

    /** @param {Clip} clip @param {HTMLVideoElement} video */
    function draw(clip, video) {
        const canvas = make('canvas');
        const scale = Math.min(1, width / Math.max(video.videoWidth, video.videoHeight, 1));
        canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
        canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
        canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
        drawn.set(clip.key, canvas);
        for (const key of drawn.keys()) {
            if (keepAll || drawn.size <= limit) {
                break;
            }

            drawn.delete(key);
        }

        return canvas;
    }

    return {
        /** How many are being made or wait for it. */
        get pending() { return running.size + waiting.size; },

        /** @param {Clip} clip */
        find(clip) {
            const canvas = drawn.get(clip.key);
            if (canvas) {
                drawn.delete(clip.key);
                drawn.set(clip.key, canvas);
            }

            return canvas;
        },

        /** @param {Clip} clip @param {(canvas: HTMLCanvasElement | null) => void} done  gets null where the file does not play */
        want(clip, done) {
            if (clip.url && !waiting.has(clip.key) && !running.has(clip.key)) {
                waiting.set(clip.key, { clip, done });
                next();
            }
        },

        /** The clip is out of sight again. @param {Clip} clip */
        forget(clip) {
            waiting.delete(clip.key);
            running.get(clip.key)?.();
        },

        /** Draws all of these and keeps them, for print. @param {Clip[]} wanted @param {(left: number) => void} progress */
        async all(wanted, progress) {
            keepAll = true;
            const missing = wanted.filter(clip => clip.url && !drawn.has(clip.key));
            let left = missing.length;
            await Promise.all(missing.map(clip => new Promise(resolve => {
                this.forget(clip);
                this.want(clip, () => { progress(--left); resolve(undefined); });
            })));
            keepAll = false;
        },
    };
})();
