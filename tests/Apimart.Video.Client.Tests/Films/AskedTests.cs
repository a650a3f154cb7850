using Apimart.Video.Containers;
using Apimart.Video.Films;
using Apimart.Video.Models;
using Apimart.Video.Simulator.Videos;

namespace Apimart.Video.Client.Tests.Films;

/// <summary>What counts as different from what was asked for, and what does not.</summary>
public sealed class AskedTests
{
    [Theory]
    [InlineData("sora-2", """{"duration":8,"aspect_ratio":"16:9"}""", 8.04, 1280, 720, "")]
    [InlineData("sora-2", """{"duration":8}""", 5.04, 1280, 720, "8 s were asked for, 5.04 s came")]
    [InlineData("sora-2", """{"duration":8}""", 7.6, 1280, 720, "")]
    [InlineData("sora-2", """{"duration":8}""", 7.5, 1280, 720, "8 s were asked for, 7.5 s came")]
    [InlineData("sora-2", """{"duration":8,"aspect_ratio":"9:16"}""", 8, 1280, 720, "the shape 9:16 was asked for, 1280x720 came")]
    [InlineData("sora-2", """{"aspect_ratio":"9:16","image_urls":["https://e.org/a.png"]}""", 8, 1280, 720, "")]
    [InlineData("Omni-Flash-Ext", """{"resolution":"4k"}""", 6, 1920, 1080, "4k was asked for, 1920x1080 came")]
    [InlineData("Omni-Flash-Ext", """{"resolution":"4k"}""", 6, 4096, 2160, "")]
    [InlineData("Omni-Flash-Ext", """{"resolution":"1080p"}""", 6, 720, 1280, "1080p was asked for, 720x1280 came")]
    [InlineData("Omni-Flash-Ext", """{"resolution":"1080p"}""", 6, 1920, 1088, "")]
    [InlineData("Omni-Flash-Ext", """{}""", 3, 64, 64, "")]
    [InlineData("grok-imagine-1.0-video-apimart", """{"duration":6,"quality":"720p","size":"1:1"}""", 6.04, 960, 960, "")]
    [InlineData("grok-imagine-1.0-video-apimart", """{"duration":6,"quality":"720p","size":"1:1"}""", 6.04, 480, 480, "720p was asked for, 480x480 came")]
    [InlineData("seedance-2.0", """{"resolution":"720p","size":"21:9"}""", 5, 1504, 640, "")]
    [InlineData("seedance-2.0", """{"resolution":"480p","size":"4:3"}""", 5, 736, 544, "")]
    [InlineData("seedance-2.0", """{"generate_audio":true}""", 5, 864, 480, "sound was asked for, the video has none")]
    [InlineData("seedance-2.0", """{"generate_audio":false}""", 5, 864, 480, "")]
    [InlineData("seedance-2.5", """{"duration":-1,"size":"adaptive"}""", 9, 480, 864, "")]
    [InlineData("kling-v3", """{"mode":"pro"}""", 5, 1280, 720, "pro was asked for, 1280x720 came")]
    [InlineData("kling-v3", """{"mode":"pro"}""", 5, 1920, 1080, "")]
    [InlineData("kling-v2-6-motion-control", """{"mode":"pro"}""", 5, 640, 360, "")]
    [InlineData("MiniMax-H3", """{"resolution":"2K"}""", 5, 2048, 1152, "")]
    [InlineData("MiniMax-H3", """{"resolution":"2K"}""", 5, 1366, 768, "2K was asked for, 1366x768 came")]
    [InlineData("happyhorse-1.0", """{"duration":5,"video_url":"https://e.org/a.mp4"}""", 9, 1920, 1080, "")]
    [InlineData("pixverse-v6", """{"duration":5,"extend_from_task_id":"task_1"}""", 10, 960, 540, "")]
    [InlineData("not-known", """{"duration":5,"resolution":"720p"}""", 9, 640, 360, "5 s were asked for, 9 s came; 720p was asked for, 640x360 came")]
    [InlineData("sora-2", "[]", 5, 640, 360, "")]
    [InlineData("sora-2", "{", 5, 640, 360, "")]
    [InlineData("sora-2", """{"duration":"long","aspect_ratio":{}}""", 5, 640, 360, "")]
    public void Differences_are_told_as_somebody_would_see_them(string model, string request, double seconds, int width, int height, string expected)
    {
        ModelCatalogue.Default.TryFind(model, out VideoModel? known);
        VideoFacts facts = new(VideoFormat.Mp4, new TrackFacts { Kind = TrackKind.Picture, Seconds = seconds, Width = width, Height = height }, null, null);

        string told = string.Join("; ", AskedCheck.Differences(AskedVideo.Of(known, request), facts));

        Assert.Equal(expected, told);
    }

    /// <summary>The simulator's films are what is asked for, by every model and every value that it takes.</summary>
    [Fact]
    public void What_the_simulator_makes_of_any_documented_request_differs_in_nothing()
    {
        foreach (VideoModel model in ModelCatalogue.Default.Models)
        {
            foreach (string parameter in (string[])["Duration", "Resolution", "AspectRatio"])
            {
                foreach (string value in model.FindParameter(parameter)?.SuggestedValues ?? [])
                {
                    string wire = model.FindParameter(parameter)!.WireName;
                    using System.Text.Json.JsonDocument body = System.Text.Json.JsonDocument.Parse(
                        $"{{\"{wire}\":{(parameter == "Duration" ? value : $"\"{value}\"")}}}");
                    FilmSpec film = FilmSpec.Of(AskedVideo.Of(model, body.RootElement, withDefaults: true), model);
                    VideoFacts facts = new(
                        VideoFormat.Mp4,
                        new TrackFacts { Kind = TrackKind.Picture, Seconds = film.Seconds, Width = film.Width, Height = film.Height },
                        null,
                        null);
                    Assert.Empty(AskedCheck.Differences(AskedVideo.Of(model, body.RootElement), facts));
                }
            }
        }
    }

    [Fact]
    public void A_parameter_yields_only_to_parameters_that_its_model_or_family_has()
    {
        foreach (IGrouping<string, VideoModel> family in ModelCatalogue.Default.Models.GroupBy(model => model.Family))
        {
            foreach (VideoModelParameter parameter in family.SelectMany(model => model.Parameters))
            {
                Assert.All(parameter.YieldsTo, name => Assert.Contains(family, model => model.FindParameter(name)?.Name == name));
                Assert.All(parameter.Lines, word => Assert.Contains(word.Key, parameter.SuggestedValues));
            }
        }
    }
}
