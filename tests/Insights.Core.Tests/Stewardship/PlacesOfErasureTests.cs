using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Stewardship;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Stewardship;

/// <summary>The second steward sees where that stands which would be erased, and not what it says.</summary>
public sealed class PlacesOfErasureTests
{
    [Fact]
    public async Task Words_to_redact_are_found_where_they_stand_until_it_is_decided()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, "The harbour desk reads it otherwise.", Audience.Internal, null));
        var erasure = await database.SendAsync(SomePeople.PrivacySteward, new RequestErasure(ErasureKind.Redact, ErasureReason.PersonalData, "harbour desk", null, null));

        var where = await database.SendAsync(SomePeople.PrivacySteward, new PlacesOfErasure(erasure.Id));
        await database.SendAsync(SomePeople.PrivacySteward, new RejectErasure(erasure.Id.Value, erasure.Version));
        var decided = await database.SendAsync(SomePeople.PrivacySteward, new PlacesOfErasure(erasure.Id));

        Assert.Equal([new WithheldPlaceView("comment", "Text", null, gap.Number)], where.Places);
        Assert.Equal((1, 0), (where.Rows, where.InWithheld));
        Assert.Equal((0, 0, 0), (decided.Rows, decided.InWithheld, decided.Places.Count));
    }

    [Fact]
    public async Task A_report_or_a_remark_to_purge_is_named_by_its_number()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        var remark = await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, "The harbour desk reads it otherwise.", Audience.Internal, null));
        var report = await database.ReportAsync(gap.CanonicalReportId);

        Assert.Equal([new WithheldPlaceView("report", "", report.Number, null)], await PurgedAsync(database, report.Id.Value));
        Assert.Equal([new WithheldPlaceView("comment", "", null, gap.Number)], await PurgedAsync(database, remark.Id.Value));
    }

    [Fact]
    public async Task Only_stewards_look_and_only_at_what_there_is()
    {
        await using var database = await TestDatabase.CreateAsync();

        var auditor = await database.TryAsync(SomePeople.Auditor, new PlacesOfErasure(ErasureId.Of("ers_01JD0000000000000000000000")));
        var nothing = await database.TryAsync(SomePeople.PrivacySteward, new PlacesOfErasure(ErasureId.Of("ers_01JD0000000000000000000000")));

        Assert.Equal(RefusalCode.NotPermitted, auditor.Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotFound, nothing.Refusals.Single().Code);
    }

    private static async Task<IReadOnlyList<WithheldPlaceView>> PurgedAsync(TestDatabase database, string target)
    {
        var erasure = await database.SendAsync(SomePeople.PrivacySteward, new RequestErasure(ErasureKind.Purge, ErasureReason.LegalOrder, null, target, null));
        return (await database.SendAsync(SomePeople.PrivacySteward, new PlacesOfErasure(erasure.Id))).Places;
    }
}
