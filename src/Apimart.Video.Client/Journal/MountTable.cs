using System.Text;

namespace Apimart.Video.Journal;

/// <summary>The mounts that a process sees, as Linux lists them in <c>/proc/self/mountinfo</c>; see proc_pid_mountinfo(5).</summary>
internal sealed class MountTable
{
    private const int PointField = 4;
    private const int FirstOptionalField = 6;

    private readonly List<Mount> _mounts = [];

    internal MountTable(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            if (Read(line) is { } mount)
            {
                _mounts.Add(mount);
            }
        }
    }

    /// <summary>The mount that a path lies in: the one nearest above it and, of several at one place, the last, which covers the others.</summary>
    /// <param name="path">A full path without links.</param>
    internal Mount? Find(string path) => _mounts
        .Where(mount => mount.Holds(path))
        .Aggregate((Mount?)null, (best, mount) => best is null || mount.Point.Length >= best.Point.Length ? mount : best);

    private static Mount? Read(string line)
    {
        string[] fields = line.Split(' ');
        int mark = Array.IndexOf(fields, "-", Math.Min(FirstOptionalField, fields.Length));
        return mark > 0 && mark + 2 < fields.Length
            ? new Mount(Plain(fields[PointField]), Plain(fields[mark + 1]), Plain(fields[mark + 2]))
            : null;
    }

    /// <summary>Blanks, tabs, line feeds and backslashes are written as three octal digits.</summary>
    private static string Plain(string field)
    {
        StringBuilder plain = new(field.Length);
        for (int at = 0; at < field.Length; at++)
        {
            if (field[at] == '\\' && at + 3 < field.Length && field.AsSpan(at + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                plain.Append((char)Convert.ToInt32(field.Substring(at + 1, 3), 8));
                at += 3;
            }
            else
            {
                plain.Append(field[at]);
            }
        }

        return plain.ToString();
    }

    /// <param name="Point">Where it is mounted.</param>
    /// <param name="FileSystem">Its type, such as <c>ext4</c>, <c>nfs4</c> or <c>fuse.sshfs</c>.</param>
    /// <param name="Source">What is mounted, as the file system names it.</param>
    internal sealed record Mount(string Point, string FileSystem, string Source)
    {
        internal bool Holds(string path) =>
            Point == "/" || path == Point || path.StartsWith(Point + "/", StringComparison.Ordinal);
    }
}
