using System.Text.Json.Nodes;

namespace Insights.Similarity.Tests;

public sealed class ModelTests
{
    [Fact]
    public void A_model_reads_back_what_it_wrote_and_answers_equally_to_the_bit()
    {
        var json = LookAlikeModel.Default.ToJson();
        var read = LookAlikeModel.Parse(json);

        Assert.Equal(json, read.ToJson());
        Assert.Equal(LookAlikeModel.Default.Version, read.Version);
        Assert.InRange(json.Length, 1_000, 32_000);
        var index = Archive.Index();
        Assert.All(Archive.Reports, q => Assert.Equal(
            index.Find(q, LookAlikeModel.Default, 5).Select(f => (f.Key, f.Score, f.Probability)), index.Find(q, read, 5).Select(f => (f.Key, f.Score, f.Probability))));
    }

    [Fact]
    public void Another_weight_is_another_version()
    {
        var changed = JsonNode.Parse(LookAlikeModel.Default.ToJson())!;
        changed["weights"]!["days"] = -0.5;

        Assert.NotEqual(LookAlikeModel.Default.Version, LookAlikeModel.Parse(changed.ToJsonString()).Version);
    }

    [Fact]
    public void Nothing_in_the_shipped_model_turns_a_reason_against_a_pair()
    {
        var weights = JsonNode.Parse(LookAlikeModel.Default.ToJson())!["weights"]!.AsObject();

        Assert.All(["bm25f", "title-grams", "topic", "trait", "reference"], name => Assert.True(weights[name]!.GetValue<double>() >= 0));
        Assert.True(weights["reference"]!.GetValue<double>() > 1);
        Assert.All(["days", "topic-conflict", "trait-conflict"], name => Assert.True(weights[name]!.GetValue<double>() <= 0));
        Assert.True(LookAlikeModel.Default.SuggestFrom < LookAlikeModel.Default.AcceptFrom);
    }

    public static TheoryData<string> Broken => new()
    {
        "", "{}", "[]", "null", "{\"format\":2}",
        Changed(m => m["weights"]!.AsObject().Remove("days")),
        Changed(m => m["weights"]!["more"] = 1),
        Changed(m => m["calibration"] = new JsonArray()),
        Changed(m => m["calibration"]![0]![1] = 2),
        Changed(m => m["trees"]![0]![0]![0] = 99),
        Changed(m => m["trees"]![0]![2]![0] = 0),
        Changed(m => m["trees"]![0]![3]![0] = 50),
        Changed(m => m["trees"]![0]![4]!.AsArray().RemoveAt(0)),
        Changed(m => m["chance"]![1]![1]![0] = "x"),
        Changed(m => m["suggestFrom"] = null),
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_no_model_is_refused(string json)
    {
        Assert.Throws<FormatException>(() => LookAlikeModel.Parse(json));
    }

    private static string Changed(Action<JsonNode> change)
    {
        var model = JsonNode.Parse(LookAlikeModel.Default.ToJson())!;
        change(model);
        return model.ToJsonString();
    }
}
