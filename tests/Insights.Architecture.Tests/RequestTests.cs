using System.Reflection;
using Insights.Core.Pipeline;
using MediatR;
using Xunit;

namespace Insights.Architecture.Tests;

/// <summary>What every request of the mediator says about itself.</summary>
public sealed class RequestTests
{
    private static IReadOnlyList<Type> Requests { get; } = [.. In(House.Core)];

    [Fact]
    public void Every_request_says_exactly_once_who_may_send_it()
    {
        Assert.True(Requests.Count > 30, "The selection has lost most of the requests.");
        Assert.DoesNotContain(Requests, request => SaysItNotOnce(request));
    }

    [Fact]
    public void Every_request_has_one_handler_and_is_a_query_or_a_command()
    {
        var handled = House.WrittenTypes([House.Core]).SelectMany(t => t.GetInterfaces())
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)).Select(i => i.GenericTypeArguments[0]).ToList();

        Assert.Equal(Requests.Select(r => r.FullName).Order(), handled.Select(r => r.FullName).Order());
        Assert.All(Requests, r => Assert.True(typeof(ICommand).IsAssignableFrom(r) || r.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQuery<>)), r.Name));
    }

    [Fact]
    public void Handlers_are_reached_by_the_mediator_only()
    {
        var handlers = House.WrittenTypes([House.Core]).Where(t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))).ToList();

        Assert.NotEmpty(handlers);
        Assert.All(handlers, h => Assert.True(h is { IsSealed: true, IsPublic: false }, h.Name));
    }

    [Fact]
    public void The_rule_finds_a_request_that_says_nothing_or_says_it_twice()
    {
        Assert.Equal(["SaysNothing", "SaysTwoThings"], In(Assembly.GetExecutingAssembly()).Where(SaysItNotOnce).Select(t => t.Name).Order());
    }

    private static bool SaysItNotOnce(Type request) =>
        request.GetCustomAttributes<RequiresAttribute>().Count() + request.GetCustomAttributes<AnySignedInAttribute>().Count() != 1;

    private static IEnumerable<Type> In(Assembly assembly) => assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false }
        && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)));
}
