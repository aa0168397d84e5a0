using Insights.Core.Administration;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Administration;

public sealed class EnrolPeopleTests
{
    [Fact]
    public async Task Whoever_is_enrolled_already_keeps_their_id_and_gets_the_roles_stated()
    {
        await using var database = await TestDatabase.CreateAsync();

        var people = await database.SendAsync(SomePeople.Administrator, new EnrolPeople(
            [new("newcomer", Roles.Auditor), new(SomePeople.Lead.Handle, Roles.CalibrationLead), new("newcomer", Roles.Consumer)]));

        Assert.Equal((SomePeople.Lead.Id, Roles.CalibrationLead), (people[SomePeople.Lead.Handle].Id, people[SomePeople.Lead.Handle].Roles));
        Assert.Equal(Roles.Consumer, people["newcomer"].Roles);
        Assert.True(PublicIds.TryParse<PersonId>(people["newcomer"].Id.Value, out _));
        Assert.Equal(Roles.CalibrationLead, (await database.SendAsync(SomePeople.Lead, new PeopleById([SomePeople.Lead.Id])))[SomePeople.Lead.Id].Roles);
    }

    [Theory]
    [InlineData("", RefusalCode.Required)]
    [InlineData("a person with a name", RefusalCode.Malformed)]
    [InlineData("somebody@example.com", RefusalCode.Malformed)]
    [InlineData("insights", RefusalCode.NotPermitted)]
    public async Task A_handle_is_a_pseudonym_and_never_that_of_the_product(string handle, RefusalCode code)
    {
        await using var database = await TestDatabase.CreateAsync();
        var before = await Fingerprint.OfAsync(database);

        var enrolled = await database.TryAsync(SomePeople.Administrator, new EnrolPeople([new("fine", Roles.Auditor), new(handle, Roles.Auditor)]));

        Assert.Equal(code, Assert.Single(enrolled.Refusals).Code);
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task Nobody_is_given_the_role_of_the_product_itself()
    {
        await using var database = await TestDatabase.CreateAsync();

        var enrolled = await database.TryAsync(SomePeople.Administrator, new EnrolPeople([new("somebody", Roles.Administrator | Roles.System)]));

        Assert.Equal(RefusalCode.NotPermitted, Assert.Single(enrolled.Refusals).Code);
    }

    [Fact]
    public async Task The_list_of_everyone_leaves_the_product_out()
    {
        await using var database = await TestDatabase.CreateAsync();

        var everyone = await database.SendAsync(Actor.System, new EnrolledPeople());

        Assert.Equal(SomePeople.All.Select(p => p.Handle).Order(StringComparer.Ordinal), everyone.Select(p => p.Handle));
    }
}
