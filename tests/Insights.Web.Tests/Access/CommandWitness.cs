using Insights.Core.Consumers;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Web.Tests.Access;

/// <summary>
/// Says in a header of each answer whether a command that the request sent came past the question who may. The status alone
/// does not: a form about a thing that is not there is answered by a page that says so.
/// </summary>
internal static class CommandWitness
{
    public const string Header = "Witness";
    public const string Refused = "refused";
    public const string Granted = "granted";

    public static void AddCommandWitness(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<IStartupFilter, Headers>();
        // Around all other steps, whose first one it listens to.
        services.Insert(services.IndexOf(services.First(s => s.ServiceType == typeof(IPipelineBehavior<,>))), ServiceDescriptor.Transient(typeof(IPipelineBehavior<,>), typeof(Ear<,>)));
    }

    private sealed class Ear<TRequest, TResponse>(IHttpContextAccessor http) : IPipelineBehavior<TRequest, TResponse> where TRequest : IRequest<TResponse> where TResponse : IOutcome<TResponse>
    {
        public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
        {
            var outcome = await next();
            // That a key was used is noted by the product itself.
            if (request is ICommand and not NoteKeyUse && http.HttpContext is { } context)
                context.Items[Header] = outcome is { } answer && RefusalsOf(answer) is [{ Code: RefusalCode.NotPermitted, Message: "Your roles do not allow this." }] ? Refused : Granted;
            return outcome;
        }

        private static IReadOnlyList<Refusal> RefusalsOf(object outcome) => (IReadOnlyList<Refusal>)outcome.GetType().GetProperty(nameof(Outcome<Done>.Refusals))!.GetValue(outcome)!;
    }

    private sealed class Headers : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                context.Response.OnStarting(() =>
                {
                    if (context.Items[Header] is string heard)
                        context.Response.Headers[Header] = heard;
                    return Task.CompletedTask;
                });
                return go(context);
            });
            next(app);
        };
    }
}
