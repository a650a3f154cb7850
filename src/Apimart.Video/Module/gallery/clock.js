// @ts-check

/**
 * One clock for several videos: they play, seek and step together. The clock runs by itself; a video that is ahead or behind by
 * part of a frame is slowed or hurried a little, one that is far off is set, and all wait for one that has to load.
 * @param {HTMLVideoElement[]} videos
 * @param {() => void} changed  called when the time or the state changed
 */
function makeClock(videos, changed) {
    const tolerance = 0.006;
    const far = 0.15;
    let time = 0;
    let running = false;
    let holding = false;
    let last = 0;
    let frame = Infinity;
    let request = 0;
    let closed = false;
    /** When a video was last set, so that it is not set again before it has arrived. @type {Map<HTMLVideoElement, number>} */
    const setAt = new Map();

    for (const video of videos) {
        video.loop = false;
        let before = -1;
        const look = (/** @type {number} */ _, /** @type {{ mediaTime: number }} */ shown) => {
            const step = shown.mediaTime - before;
            if (before >= 0 && step > 0.005 && step < frame) {
                frame = step;
            }

            before = shown.mediaTime;
            if (!closed) {
                video.requestVideoFrameCallback?.(look);
            }
        };
        video.requestVideoFrameCallback?.(look);
        video.addEventListener('loadedmetadata', changed);
    }

    const frameLength = () => Number.isFinite(frame) ? frame : 1 / 24;
    const lengthOf = (/** @type {HTMLVideoElement} */ video) => Number.isFinite(video.duration) ? video.duration : 0;
    const length = () => Math.max(0, ...videos.map(lengthOf));
    const usable = () => videos.filter(video => !video.error && lengthOf(video) > 0);

    /** Where a video is to stand: a shorter one waits at its end. @param {HTMLVideoElement} video */
    const targetOf = video => Math.min(time, Math.max(0, lengthOf(video) - 0.001));

    /** @param {HTMLVideoElement} video @param {number} now */
    function adjust(video, now) {
        const target = targetOf(video);
        if (time >= lengthOf(video)) {
            if (!video.paused) {
                video.pause();
            }

            return;
        }

        if (video.seeking || now - (setAt.get(video) ?? -1000) < 250) {
            return;
        }

        if (video.paused) {
            video.play().catch(() => { /* It was stopped before it began. */ });
        }

        const ahead = video.currentTime - target;
        if (Math.abs(ahead) > far) {
            setAt.set(video, now);
            video.currentTime = target;
            return;
        }

        const rate = Math.abs(ahead) < tolerance ? 1 : 1 - Math.max(-0.5, Math.min(0.5, ahead * 4));
        if (Math.abs(video.playbackRate - rate) > 0.01) {
            video.playbackRate = rate;
        }
    }

    /** @param {number} now */
    function tick(now) {
        if (!running) {
            return;
        }

        const some = usable();
        const late = some.some(video => time < lengthOf(video) && (video.readyState < 3 || video.seeking) && !video.ended);
        if (late) {
            // Those that could go on must not run away from the one that loads.
            some.forEach(video => video.readyState >= 3 && !video.paused && video.pause());
            holding = true;
        } else {
            if (!holding) {
                time += Math.min(0.25, (now - last) / 1000);
            }

            holding = false;
            if (time >= length()) {
                time = 0;
                put();
            }

            some.forEach(video => adjust(video, now));
        }

        last = now;
        changed();
        request = requestAnimationFrame(tick);
    }

    /** Sets every video to the clock's time. */
    function put() {
        for (const video of usable()) {
            video.playbackRate = 1;
            video.currentTime = targetOf(video);
        }
    }

    function pause() {
        running = false;
        cancelAnimationFrame(request);
        videos.forEach(video => video.pause());
        put();
        changed();
    }

    return {
        get time() { return time; },
        get length() { return length(); },
        get running() { return running; },
        /** The length of a frame, in seconds, as seen; until then, what most models make. */
        get frame() { return frameLength(); },
        pause,

        play() {
            running = true;
            holding = false;
            last = performance.now();
            request = requestAnimationFrame(tick);
            changed();
        },

        /** @param {number} to  seconds */
        seek(to) {
            time = Math.max(0, Math.min(length(), to));
            put();
            changed();
        },

        /** Stops and goes so many frames on, to the middle of the frame, so that rounding cannot show its neighbour. @param {number} by */
        step(by) {
            pause();
            const length = frameLength();
            this.seek((Math.round(time / length - 0.5) + by + 0.5) * length);
        },

        close() {
            closed = true;
            running = false;
            cancelAnimationFrame(request);
        },
    };
}
