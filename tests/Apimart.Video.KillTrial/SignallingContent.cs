using System.Net;

namespace Apimart.Video.KillTrial;

/// <summary>A body that says when all of it has left.</summary>
internal sealed class SignallingContent : HttpContent
{
    private readonly HttpContent _body;
    private readonly Action _left;

    internal SignallingContent(HttpContent body, Action left)
    {
        _body = body;
        _left = left;
        foreach ((string name, IEnumerable<string> values) in body.Headers)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await _body.CopyToAsync(stream, context);
        await stream.FlushAsync();
        _left();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength.GetValueOrDefault();
        return _body.Headers.ContentLength is not null;
    }
}
