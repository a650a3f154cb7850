using System.Text.Json;

namespace Apimart.Video.Journal;

/// <summary>
/// Writes an entry as a line; what it does not have is left out. Written by hand as <see cref="EntryReader"/> is: what the serializer
/// has compiled for the first line of a session takes longer than all else that the line asks for.
/// </summary>
internal static class EntryWriter
{
    internal static void Write(Utf8JsonWriter writer, JournalEntry entry)
    {
        writer.WriteStartObject();
        Number(writer, "v"u8, entry.Version);
        Flag(writer, "torn"u8, entry.Torn);
        writer.WriteString("e"u8, entry.Kind);
        Moment(writer, "t"u8, entry.Time == default ? null : entry.Time);
        Text(writer, "key"u8, entry.Key);
        Text(writer, "writer"u8, entry.Writer);
        Text(writer, "job"u8, entry.Job);
        Text(writer, "server"u8, entry.Server);
        Text(writer, "digest"u8, entry.Digest);
        Number(writer, "n"u8, entry.Occurrence);
        Whole(writer, "take"u8, entry.Take);
        Number(writer, "attempt"u8, entry.Attempt);
        Text(writer, "model"u8, entry.Model);
        Text(writer, "task"u8, entry.TaskId);
        Flag(writer, "replayed"u8, entry.Replayed);
        Text(writer, "status"u8, entry.Status?.ToString());
        Text(writer, "word"u8, entry.StatusText);
        Moment(writer, "created"u8, entry.Created);
        Moment(writer, "completed"u8, entry.Completed);
        Seconds(writer, "estimated"u8, entry.Estimated);
        Seconds(writer, "actual"u8, entry.Actual);
        Dollars(writer, "cost"u8, entry.Cost);
        Dollars(writer, "reserved"u8, entry.Reserved);
        Text(writer, "code"u8, entry.Code);
        Text(writer, "message"u8, entry.Message);
        Whole(writer, "index"u8, entry.Index);
        Text(writer, "path"u8, entry.Path);
        Whole(writer, "length"u8, entry.Length);
        Text(writer, "sha256"u8, entry.Sha256);
        Videos(writer, entry.Videos);
        Text(writer, "url"u8, entry.Url);
        Moment(writer, "expires"u8, entry.Expires);
        Whole(writer, "rowNumber"u8, entry.RowNumber);
        Text(writer, "prompt"u8, entry.Prompt);
        Text(writer, "machine"u8, entry.Machine);
        Columns(writer, "row"u8, entry.Row!);
        Columns(writer, "cells"u8, entry.Cells);
        Text(writer, "route"u8, entry.Route);
        Text(writer, "body"u8, entry.Body);
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int value) => Whole(writer, name, value == 0 ? null : value);

    private static void Whole(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void Seconds(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } seconds)
        {
            writer.WriteNumber(name, seconds);
        }
    }

    private static void Dollars(Utf8JsonWriter writer, ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is { } amount)
        {
            writer.WriteNumber(name, amount);
        }
    }

    private static void Flag(Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(name, value);
        }
    }

    private static void Moment(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is { } moment)
        {
            writer.WriteString(name, moment);
        }
    }

    private static void Videos(Utf8JsonWriter writer, IReadOnlyList<JournalLink>? videos)
    {
        if (videos is null)
        {
            return;
        }

        writer.WriteStartArray("videos"u8);
        foreach (JournalLink video in videos)
        {
            writer.WriteStartObject();
            Text(writer, "url"u8, video.Url);
            Moment(writer, "expires"u8, video.Expires);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Columns(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, string?>>? columns)
    {
        if (columns is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach ((string column, string? cell) in columns)
        {
            writer.WriteString(column, cell);
        }

        writer.WriteEndObject();
    }
}
