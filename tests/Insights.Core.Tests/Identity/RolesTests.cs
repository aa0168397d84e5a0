using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Testing;
using Snapshooter.Xunit;
using System.Security.Claims;
using Xunit;

namespace Insights.Core.Tests.Identity;

public sealed class RolesTests
{
    [Fact]
    public void Who_may_do_what_is_as_written_down()
    {
        Snapshot.Match(string.Join('\n', Enum.GetValues<Permission>().Select(p => $"{p}: {RolePermissions.AllowedTo(p)}")));
    }

    [Fact]
    public void A_person_who_holds_several_roles_may_what_any_of_them_may()
    {
        Assert.True((Roles.Specialist | Roles.Consumer).May(Permission.ReadFeed));
        Assert.True((Roles.Specialist | Roles.Consumer).May(Permission.FileReports));
        Assert.False((Roles.Specialist | Roles.Consumer).May(Permission.LinkReports));
        Assert.All(Enum.GetValues<Permission>(), p => Assert.False(Roles.None.May(p)));
    }

    [Fact]
    public void An_actor_reads_back_from_the_claims_it_was_written_to()
    {
        Assert.Equal(SomePeople.OwnerAndApprover, new ClaimsPrincipal(SomePeople.OwnerAndApprover.ToIdentity("test")).ActorOf());
    }

    [Fact]
    public void Claims_without_a_sign_in_or_with_a_broken_id_are_nobody()
    {
        Assert.Null(new ClaimsPrincipal(new ClaimsIdentity()).ActorOf());
        Assert.Null(new ClaimsPrincipal(new ClaimsIdentity(SomePeople.Lead.ToIdentity("test").Claims)).ActorOf());
        Assert.Null(new ClaimsPrincipal(new Actor(new PersonId("per_broken"), "somebody", Roles.Specialist).ToIdentity("test")).ActorOf());
    }

    [Fact]
    public void A_scope_has_one_actor()
    {
        var current = new CurrentActor();
        current.Set(SomePeople.Lead);
        current.Set(SomePeople.Lead);

        Assert.Throws<InvalidOperationException>(() => current.Set(SomePeople.Owner));
        Assert.Throws<InvalidOperationException>(() => new CurrentActor().Actor);
    }
}
