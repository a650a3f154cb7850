// @ts-check

/**
 * A text as PowerShell reads it back: between single quotes, of which PowerShell knows five; what a terminal would act on is
 * written as a number.
 * @param {string} text
 */
function toLiteral(text) {
    const quoted = `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
    return /[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(quoted)
        ? '(' + quoted.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, sign => `' + [char]${sign.charCodeAt(0)} + '`) + ')'
        : quoted;
}

/** @param {unknown} value @returns {string} */
function toArgument(value) {
    if (Array.isArray(value)) {
        return value.every(item => item === null || typeof item !== 'object')
            ? value.map(toArgument).join(', ')
            : `@(${value.map(toArgument).join(', ')})`;
    }

    if (value !== null && typeof value === 'object') {
        return '@{ ' + Object.entries(value).map(([name, item]) =>
            `${toLiteral(name)} = ${Array.isArray(item) ? `@(${item.map(toArgument).join(', ')})` : toArgument(item)}`).join('; ') + ' }';
    }

    return typeof value === 'number' ? String(value)
        : typeof value === 'boolean' ? `$${value}`
            : value === null ? '$null'
                : toLiteral(String(value));
}

/** What is left of a picture that was sent within its request; it cannot be sent again from here. */
const leftOut = /^data:[^,]{0,60} \(\d+ characters\)$/;

/** Whether the page knows enough to make the video again. @param {Clip} clip */
function canMakeAgain(clip) {
    return clip.model !== '' && clip.prompt !== '' && !leftOut.test(Object.values(clip.parameters).flat().map(toText).find(text => leftOut.test(text)) ?? '');
}

/** The line that makes the video again: anew, so without its job, whose rows are never submitted twice. @param {Clip} clip */
function toLine(clip) {
    const words = ['New-ApimartVideo', '-Prompt', toLiteral(clip.prompt), '-Model', toLiteral(clip.model)];
    /** @type {Record<string, unknown>} */
    const others = {};
    for (const [name, value] of Object.entries(clip.parameters)) {
        if (/^[A-Z][A-Za-z0-9]*$/.test(name)) {
            words.push(typeof value === 'boolean' ? `-${name}:$${value}` : `-${name} ${toArgument(value)}`);
        } else {
            others[name] = value;
        }
    }

    return Object.keys(others).length ? `${words.join(' ')} -AdditionalParameter ${toArgument(others)}` : words.join(' ');
}
