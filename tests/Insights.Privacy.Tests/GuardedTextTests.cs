using System.Text.Json;

namespace Insights.Privacy.Tests;

public sealed class GuardedTextTests
{
    private static readonly JsonSerializerOptions Storage = new() { Converters = { new GuardedTextJson() } };

    [Fact]
    public void It_never_prints_its_text()
    {
        var text = GuardedText.Stored("a private reading of clause 4.2");

        Assert.Equal("[guarded text]", text.ToString());
        Assert.Equal("[guarded text]", $"{text}");
    }

    [Fact]
    public void It_is_compared_by_value()
    {
        Assert.Equal(GuardedText.Stored("clause"), GuardedText.Stored("clause"));
        Assert.True(GuardedText.Stored("clause") == GuardedText.Stored("clause"));
        Assert.True(GuardedText.Stored("clause") != GuardedText.Stored("Clause"));
        Assert.Equal(GuardedText.Stored("clause").GetHashCode(), GuardedText.Stored("clause").GetHashCode());
        Assert.False(GuardedText.Empty.Equals(null));
    }

    [Fact]
    public void It_has_no_public_constructor() => Assert.Empty(typeof(GuardedText).GetConstructors());

    [Fact]
    public void Storage_writes_its_value_and_reads_it_back()
    {
        var text = GuardedText.Stored("clause \"4.2\"\nand 4.3");

        var json = JsonSerializer.Serialize(new { text }, Storage);

        Assert.Equal(text, JsonSerializer.Deserialize<Dictionary<string, GuardedText>>(json, Storage)!["text"]);
    }

    [Fact]
    public void A_number_is_no_stored_text() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<GuardedText>("12", Storage));

    [Theory]
    [InlineData("\"clause 4.2\"")]
    [InlineData("{\"Value\":\"clause 4.2\"}")]
    public void Without_the_storage_converter_no_json_becomes_guarded_text(string json) =>
        Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize<GuardedText>(json));
}
