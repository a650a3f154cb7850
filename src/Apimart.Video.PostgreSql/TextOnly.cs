using System.Text;
using Npgsql.Internal;
using Npgsql.Internal.Postgres;

#pragma warning disable NPG9001 // The converters of the driver may change with its version, which is pinned here.

namespace Apimart.Video.Journal;

/// <summary>
/// Lets the driver convert texts and nothing else. Its own tables of types, of which a process would compile hundreds of methods until
/// its first claim, are then never made.
/// </summary>
internal sealed class TextOnly : PgTypeInfoResolverFactory, IPgTypeInfoResolver
{
    private static readonly DataTypeName s_text = new("pg_catalog.text");
    private static readonly DataTypeName s_name = new("pg_catalog.name");

    public override IPgTypeInfoResolver CreateResolver() => this;

    public override IPgTypeInfoResolver? CreateArrayResolver() => null;

    public PgTypeInfo? GetTypeInfo(Type? type, DataTypeName? dataTypeName, PgSerializerOptions options) =>
        (type is null || type == typeof(string) || type == typeof(object)) && (dataTypeName is null || dataTypeName == s_text || dataTypeName == s_name)
            ? new PgTypeInfo(options, new Converter(options.TextEncoding), dataTypeName ?? s_text, unboxedType: type == typeof(object) ? typeof(string) : null)
            : null;

    private sealed class Converter(Encoding encoding) : PgStreamingConverter<string>
    {
        public override string Read(PgReader reader) => encoding.GetString(reader.ReadBytes(reader.CurrentRemaining));

        public override async ValueTask<string> ReadAsync(PgReader reader, CancellationToken cancellationToken = default) =>
            encoding.GetString(await reader.ReadBytesAsync(reader.CurrentRemaining, cancellationToken).ConfigureAwait(false));

        public override Size GetSize(SizeContext context, string value, ref object? writeState) => encoding.GetByteCount(value);

        public override void Write(PgWriter writer, string value) => writer.WriteChars(value, encoding);

        public override ValueTask WriteAsync(PgWriter writer, string value, CancellationToken cancellationToken = default) =>
            writer.WriteCharsAsync(value.AsMemory(), encoding, cancellationToken);
    }
}
