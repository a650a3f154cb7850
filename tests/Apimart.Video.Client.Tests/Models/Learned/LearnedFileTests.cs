using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Models;
using Apimart.Video.Models.Learned;

namespace Apimart.Video.Client.Tests.Models.Learned;

public sealed class LearnedFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LearnedFile _file;

    public LearnedFileTests() => _file = LearnedFile.At(_folder["journal"], server: null);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_is_made_before_something_is_kept()
    {
        Assert.Empty(_file.Models);
        Assert.False(Directory.Exists(_folder["journal"]));
    }

    [Fact]
    public void What_is_kept_is_read_again_by_another_process()
    {
        _file.Write(Update("lumen-1"));

        VideoModel model = Assert.Single(LearnedFile.At(_folder["journal"], server: null).Models);
        Assert.Equal(("lumen-1", ModelOrigin.Learned), (model.Name, model.Origin));
        Assert.True(model.Accepts("Seed"));
        Assert.Equal([_file.Path], Directory.GetFiles(_folder["journal"]));
    }

    [Fact]
    public void A_change_of_the_file_is_noticed()
    {
        _file.Write(Update("lumen-1"));
        Assert.Single(_file.Models);

        LearnedFile.At(_folder["journal"], server: null).Write(Update("lumen-1", "lumen-2"));

        Assert.Equal(2, _file.Models.Length);
    }

    [Fact]
    public void A_model_whose_schema_failed_this_time_is_kept_while_it_is_listed()
    {
        _file.Write(Update("lumen-1", "lumen-2", "lumen-3"));

        _file.Write(Update(["lumen-1", "lumen-2"], "lumen-1"));

        Assert.Equal(["lumen-1", "lumen-2"], _file.Models.Select(model => model.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"family":"x"}""")]
    public void A_file_that_cannot_be_read_stands_in_nobodys_way(string text)
    {
        _file.Write(Update("lumen-1"));
        File.WriteAllText(_file.Path, text);

        Assert.Empty(_file.Models);
        _file.Write(Update("lumen-2"));
        Assert.Equal("lumen-2", Assert.Single(_file.Models).Name);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file()
    {
        _file.Write(Update("lumen-1"));
        Directory.CreateDirectory($"{_file.Path}.{Environment.ProcessId}.part");

        Assert.ThrowsAny<Exception>(() => _file.Write(Update("lumen-2")));

        Assert.Equal("lumen-1", Assert.Single(_file.Models).Name);
    }

    [Fact]
    public void A_learned_model_is_used_only_where_nothing_else_is_known()
    {
        RegisteredModels registered = new();
        ModelLibrary library = new(_file, registered);
        Assert.Same(ModelCatalogue.Default, library.Current);

        _file.Write(Update("lumen-1", "SORA-2", "doubao-seedance-2.0", "lumen-9"));
        registered.Add([SchemaTranslator.ToModel(Entry("lumen-9"), DateTimeOffset.UnixEpoch)]);

        Assert.True(library.Current.TryFind("lumen-1", out VideoModel? learned));
        Assert.True(library.Current.TryFind("sora-2", out VideoModel? sora));
        Assert.True(library.Current.TryFind("doubao-seedance-2.0", out VideoModel? seedance));
        Assert.Equal(
            (ModelOrigin.Learned, ModelOrigin.Curated, ModelOrigin.Curated),
            (learned.Origin, sora.Origin, seedance.Origin));
        Assert.Equal(ModelCatalogue.Default.Models.Length + 2, library.Current.Models.Length);
        Assert.Same(library.Current, library.Current);
    }

    internal static ModelUpdate Update(params string[] names) => Update(names, names);

    private static ModelUpdate Update(string[] listed, params string[] read) => new()
    {
        Differences = [],
        ReadAt = DateTimeOffset.UnixEpoch,
        Listed = [.. listed],
        Entries = [.. read.Select(Entry)],
    };

    private static JsonObject Entry(string name) => SchemaTranslator.Entry(
        name,
        null,
        JsonDocument.Parse("""{"properties":{"prompt":{},"seed":{"type":"integer"}}}""").RootElement)!;
}
