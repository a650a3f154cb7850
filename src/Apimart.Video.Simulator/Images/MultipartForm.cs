using System.Text;
using System.Text.RegularExpressions;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Images;

/// <summary>The file in a <c>multipart/form-data</c> body (RFC 7578).</summary>
internal static partial class MultipartForm
{
    /// <summary>The content and name of the one file in a field, or null where the body is no form or has no such file.</summary>
    internal static (ReadOnlyMemory<byte> Content, string FileName)? FindFile(HttpRequest request, string field)
    {
        Match type = FormType().Match(request.Header("Content-Type") ?? string.Empty);
        if (!type.Success)
        {
            return null;
        }

        byte[] delimiter = Encoding.ASCII.GetBytes($"--{type.Groups["boundary"].Value}");
        int start = Find(request.Body, delimiter, 0);
        while (start >= 0)
        {
            start += delimiter.Length;
            int end = Find(request.Body, [.. "\r\n"u8, .. delimiter], start);
            int head = Find(request.Body, "\r\n\r\n"u8, start);
            if (end < 0 || head < 0 || head > end)
            {
                return null;
            }

            Match disposition = FileDisposition().Match(Encoding.UTF8.GetString(request.Body, start, head - start));
            if (disposition.Success && disposition.Groups["field"].Value == field)
            {
                return (request.Body.AsMemory((head + 4)..end), disposition.Groups["file"].Value);
            }

            start = end + 2;
        }

        return null;
    }

    private static int Find(byte[] bytes, ReadOnlySpan<byte> wanted, int from) =>
        bytes.AsSpan(from).IndexOf(wanted) is >= 0 and var found ? from + found : -1;

    [GeneratedRegex("^multipart/form-data;.*boundary=\"?(?<boundary>[^\";]+)\"?", RegexOptions.IgnoreCase)]
    private static partial Regex FormType();

    [GeneratedRegex("^content-disposition: *form-data;.*[ ;]name=\"?(?<field>[^\";\r]+)\"?; *filename=\"?(?<file>[^\";\r]+)\"?", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex FileDisposition();
}
