#!/usr/bin/env bash
# Runs the tests of the engine, the kill trial and the Pester suite for Windows, under Wine, on a Debian machine with the .NET SDK.
# Usage: tests/wine/run.sh [engine] [kill] [pester] [help]     (without an argument all but help)
# Ends with a count for each, and with 1 where a test failed twice that known-faults.txt does not name, or where a part did not reach its end.
set -uo pipefail
cd "$(dirname "$0")/../.."
here=$PWD/tests/wine
parts=" ${*:-engine kill pester} "
room=Apimart.Video.Client.Tests

if ! command -v /usr/lib/wine/wine64 >/dev/null && [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wine64) >/dev/null 2>&1
fi
wine=$(command -v /usr/lib/wine/wine64 || command -v wine64)
if [ -z "$wine" ]; then
    echo "Windows: skipped, since Wine is not here and cannot be installed."
    exit 0
fi

work=$(mktemp -d)
trap '"$(dirname "$wine")/wineserver64" -k 2>/dev/null; wait; rm -rf "$work"' EXIT
mkdir "$work/reports" "$work/windows"
export WINEPREFIX=$work/prefix WINEDEBUG=-all,err+virtual
# Wine 8 cannot map memory twice: with this protection the runtime dies in a finalizer.
export DOTNET_EnableWriteXorExecute=0
unset DOTNET_ROOT DOTNET_HOST_PATH
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
status=0

# What is written once a process is lost: by the runtime, or by Wine of a thread that it ended in silence.
lost='^Fatal error|virtual_setup_exception stack overflow'
# No part takes nearly as long for one test. A slow machine is not judged by the time that all of them take.
silence=900

say() { printf '%s\n' "$*"; }

# Wine 8 forgets to take its frame off the thread's list when .NET catches an exception that came through the runtime's own code,
# as those of methods called by reflection do; the second one on a thread then ends it. Calls that are compiled have no such way.
mend_calls() { sed -i 's/"configProperties": {/&\n      "Switch.System.Reflection.ForceEmitInvoke": true,/' "$1" && grep -q ForceEmitInvoke "$1"; }

# Runs a command, whose output goes to a file, and ends it where it is lost or has written nothing for a quarter of an hour.
watch() {
    local log=$1 newest
    shift
    setsid "$@" >"$log" 2>&1 </dev/null &
    local process=$!
    while kill -0 "$process" 2>/dev/null; do
        sleep 0.5
        newest=$(stat -c %Y "$log" "$work/reports" | sort -n | tail -1)
        if grep -qaE "$lost" "$log" || [ $(($(date +%s) - newest)) -gt "$silence" ]; then
            kill -KILL -- "-$process" 2>/dev/null
        fi
    done
    wait "$process" 2>/dev/null
}

total_of() { tr -d '\r' <"$1" | sed -nE 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+).*/\1 \2 \3 \4/p' | tail -1; }

# A process of the engine's tests. One that is lost, so that it has no total, is run once more; no test that failed is.
run_room() {
    local log=$work/engine/$1.log
    shift
    for attempt in 1 2; do
        # From the build's folder: a publish would overwrite the runtime's files with those of the coverage tool.
        (cd "$built" && watch "$log" nice "$wine" ./$room.exe -noColor -reporter verbose "$@")
        [ -n "$(total_of "$log")" ] && return
        mv "$log" "$log.lost$attempt"
        [ "$attempt" = 1 ] && say "A process was lost and is run once more ($(basename "$log" .log)): $(grep -aE -m1 -A1 "$lost" "$log.lost1" | tr -d '\r' | tr '\n' ' ')"
    done
}

is_known() { grep -qxF -- "$1" <(sed -E 's/ +\| .*//; /^(#|$)/d' "$here/known-faults.txt"); }

# What the log of the engine's tests says of a failed one: the seed of a property is in it.
cause_of() { tr -d '\r' <"$2" | awk -v name="$1 [FAIL]" 'index($0, name) { said = 9 } said-- > 0' | cut -c1-300; }

# Names of failed tests, one a line, without the known faults of Wine.
new_of() { while IFS= read -r name; do [ -n "$name" ] && ! is_known "$name" && printf '%s\n' "$name"; done; }

# Whether a test of the engine fails by itself too. Under Wine 8 one of some thousand tests fails now and then that never does elsewhere.
fails_again() {
    local log=$work/engine/again.log
    (cd "$built" && watch "$log" "$wine" ./$room.exe -noColor -method "${1%%(*}")
    [ -z "$(total_of "$log")" ] || cause_of "$1" "$log" | grep -q .
}

# Reads failed names, one a line; tells the ones that are new. A known fault of Wine counts as skipped.
judge() {
    local part=$1 passed=$2 skipped=$3 names=$4 unfinished=$5 known failed=$5
    known=$(($(grep -c . <<<"$names") - $(new_of <<<"$names" | grep -c .)))
    while IFS= read -r name; do
        [ -n "$name" ] || continue
        say "FAILED under Wine: $name"
        for log in "$work"/engine/[!a]*.log; do [ -e "$log" ] && cause_of "$name" "$log"; done
        if [ "$part" != pester ] && ! fails_again "$name"; then
            say "It passes by itself, which counts: $name"
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
        fi
    done < <(new_of <<<"$names")
    say "Windows, $part: $passed passed, $failed failed, $((skipped + known)) skipped ($known of them known faults of Wine, $unfinished runs that did not reach their end)"
    [ "$failed" = 0 ] && [ "$passed" -gt 0 ] || status=1
}

judge_engine() {
    local part=$1 log total errors failed skipped passed=0 all_skipped=0 unfinished=0 names=
    shift
    for log in "$@"; do
        log=$work/engine/$log.log
        read -r total errors failed skipped < <(total_of "$log" 2>/dev/null)
        if [ -z "${total:-}" ]; then
            say "Did not reach its end, twice: $(basename "$log" .log)"
            tail -n 15 "$log.lost2" | cut -c1-200
            unfinished=$((unfinished + 1))
            continue
        fi
        passed=$((passed + total - failed - skipped))
        all_skipped=$((all_skipped + skipped))
        unfinished=$((unfinished + errors))
        names+=$(tr -d '\r' <"$log" | sed -nE 's/^ +(.*) \[FAIL\]$/\1/p')$'\n'
    done
    judge "$part" "$passed" "$all_skipped" "$names" "$unfinished"
}

# Each file is run by the process that claims it. PowerShell needs a console, which script gives it.
run_files() {
    local powershell="DOTNET_ROOT='Z:${work//\//\\}\\windows' nice '$wine' '$work/pwsh/pwsh.exe' -NoProfile -NonInteractive"
    local suite="-File tests/Apimart.Video.Tests/Invoke-Suite.ps1 -ReportFolder 'Z:$work/reports' -PesterPath 'Z:$pester'"
    watch "$work/pester/$1.log" script -qefc "$powershell $suite" /dev/null
}

# The files that were claimed and have no report: their process was lost.
without_report() {
    for file in $chosen; do
        [ -e "$work/reports/$file.json" ] || say "$file"
    done
}

# A .NET for Windows, laid out as its installer would, and a PowerShell for it.
lay_out_powershell() {
    local version shared from
    version=$(sed -nE 's/.*<WindowsRuntimeVersion>(.*)<.*/\1/p' "$here/Windows.csproj")
    mkdir -p "$work/windows/host/fxr/$version"
    for framework in NETCore WindowsDesktop; do
        shared=$work/windows/shared/Microsoft.$framework.App/$version
        mkdir -p "$shared"
        find "$packages/microsoft.${framework,,}.app.runtime.win-x64/$version/runtimes/win-x64" -maxdepth 3 -type f \
            \( -path '*/lib/*' -o -path '*/native/*' \) -exec ln -s {} "$shared" \;
    done
    ln -s "$work/windows/shared/Microsoft.NETCore.App/$version/hostfxr.dll" "$work/windows/host/fxr/$version/"
    from=$(dirname "$(find "$packages"/powershell/*/tools -path '*/any/win/pwsh.exe' | sort -V | tail -1)")
    cp -rs "$from" "$work/pwsh" && cp --remove-destination "$from/pwsh.runtimeconfig.json" "$work/pwsh/" && mend_calls "$work/pwsh/pwsh.runtimeconfig.json"
}

# What the reports of PowerShell say: a result and a name a line, and below a failed one why.
results_of_pester() {
    dotnet tool run pwsh -- -NoProfile -NonInteractive -Command "
        Get-ChildItem '$work/reports' -Filter *.json | ForEach-Object { Get-Content -LiteralPath \$_ -Raw | ConvertFrom-Json } | ForEach-Object { \$_ } | ForEach-Object {
            \$_.Result + [char]9 + (\$_.Name -replace '\s+', ' ')
            if (\$_.Result -eq 'Failed') { '  ' + (\$_.Message -replace '\s+', ' ') }
        }"
}

failed_in() { sed -nE 's/^Failed\t//p' <<<"$1"; }

run_again() {
    for file in "$@"; do rm -f "$work/reports/$file.claim" "$work/reports/$file.json"; done
    run_files again
}

judge_pester() {
    local results lost_files shaky
    results=$(results_of_pester)
    shaky=$(failed_in "$results" | new_of | sed -nE 's/^([^ :]+\.Tests\.ps1): .*/\1/p' | sort -u)
    if [ -n "$shaky" ]; then
        grep -A1 ^Failed <<<"$results" | cut -c1-400
        say "These files had a test that failed, and are run once more; that counts:" $shaky
        run_again $shaky
        results=$(results_of_pester)
    fi
    lost_files=$(without_report)
    if [ -n "$lost_files" ]; then
        say "Did not reach their end:" $lost_files
        tail -n 5 "$work"/pester/*.log | cut -c1-200
    fi
    grep -A1 ^Failed <<<"$results" | cut -c1-400
    judge pester "$(grep -c ^Passed <<<"$results")" "$(grep -c ^Skipped <<<"$results")" "$(failed_in "$results")" "$(grep -c . <<<"$lost_files")"
}

begin=$(date +%s)
if ! { dotnet tool restore && dotnet restore "$here/Windows.csproj"; } >"$work/restore.log" 2>&1; then
    tail -n 3 "$work/restore.log"
    say "Windows: skipped, since its runtime is not here and cannot be restored."
    exit 0
fi
WINEDLLOVERRIDES='mscoree,mshtml=' "$wine" wineboot --init >/dev/null 2>&1 &
booting=$!

if [[ $parts == *" engine "* || $parts == *" kill "* ]]; then
    built=$PWD/tests/$room/bin/Debug/net10.0/win-x64
    dotnet build "tests/$room" -r win-x64 --self-contained >"$work/build.log" 2>&1 || { tail -5 "$work/build.log"; exit 1; }
    mend_calls "$built/$room.runtimeconfig.json" || exit 1
fi
if [[ $parts == *" pester "* || $parts == *" help "* ]]; then
    [ -e out/Apimart.Video/Apimart.Video.psd1 ] || dotnet build >"$work/build.log" 2>&1 || { tail -5 "$work/build.log"; exit 1; }
    lay_out_powershell || exit 1
    pester=$(find "$packages"/pester -maxdepth 2 -name tools | sort -V | tail -1)
fi
wait "$booting"
say "Windows: ready after $(($(date +%s) - begin)) s"

# One queue for all, the longest first, as many at once as there are processors.
cores=$(nproc)
jobs_of() {
    [[ $parts == *" kill "* ]] && say "room kill -class $room.Journal.KillTests"
    if [[ $parts == *" engine "* ]]; then
        local others="-class- $room.Journal.KillTests"
        for name in Journal Hostile Saving Watching; do
            say "room $name -namespace $room.$name -class- $room.Journal.KillTests"
            others+=" -namespace- $room.$name"
        done
        say "room others $others"
    fi
}
mkdir "$work/engine" "$work/pester"
while read -r _ name filters; do
    while [ "$(jobs -rp | wc -l)" -ge "$cores" ]; do wait -n; done
    run_room "$name" $filters &
done < <(jobs_of)
wait

[[ $parts == *" kill "* ]] && judge_engine kill kill
[[ $parts == *" engine "* ]] && judge_engine engine Journal Hostile Saving Watching others

if [[ $parts == *" pester "* || $parts == *" help "* ]]; then
    # Tests of the help and of the code's style say the same on every system, and would take most of the time.
    everywhere='Examples.Tests.ps1 Guides.Tests.ps1 Help.Tests.ps1 ScriptAnalyzer.Tests.ps1'
    chosen=
    for file in tests/Apimart.Video.Tests/*.Tests.ps1; do
        file=${file##*/}
        part=pester
        [[ " $everywhere " == *" $file "* ]] && part=help
        if [[ $parts == *" $part "* ]]; then
            chosen+=" $file"
        else
            touch "$work/reports/$file.claim"
        fi
    done
    [[ $parts == *" help "* ]] || say "Windows: not run, since they rest on no system: $everywhere (tests/wine/run.sh help runs them)"
    # Most of what runs there runs a few times, as in the suite elsewhere.
    export DOTNET_TieredPGO=0 DOTNET_TC_CallCounting=0
    for process in $(seq "$cores"); do run_files "$process" & done
    wait
    again=$(without_report)
    if [ -n "$again" ]; then
        say "PowerShell was lost, and these files are run once more:" $again
        run_again $again
    fi
    judge_pester
fi

say "Windows: $(($(date +%s) - begin)) s in all"
exit "$status"
