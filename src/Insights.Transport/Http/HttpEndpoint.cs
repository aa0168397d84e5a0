using System.Globalization;
using Insights.Transport.GraphQLWs;
using Insights.Transport.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Insights.Transport.Http;

/// <summary>Answers one request to the GraphQL endpoint: decides on the response's form, reads the operation, has it
/// run, and writes what came of it.</summary>
internal sealed class HttpEndpoint(
    IOperationRunner runner,
    IOptions<TransportOptions> options,
    SocketEndpoint sockets,
    SsePump events,
    ILogger<HttpEndpoint> log)
{
    private readonly int _maxBodyBytes = options.Value.MaxBodyBytes;
    private readonly StatusRule _statuses = new(options.Value.StatusProfile);

    public async Task HandleAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await sockets.HandleAsync(context);
            return;
        }

        var accepted = Negotiation.Of(context.Request.Headers.Accept);
        var reading = await ReadAsync(context, accepted);
        if (reading.Request is null) await reading.Error!.WriteAsync(context, accepted.Plain, _statuses.Of(reading.Error!));
        else await RunAsync(context, reading.Request, accepted);
    }

    private async ValueTask<Reading> ReadAsync(HttpContext context, Negotiation accepted)
    {
        var request = context.Request;
        var isGet = HttpMethods.IsGet(request.Method);
        if (!isGet && !HttpMethods.IsPost(request.Method)) return TransportError.MethodNotAllowed;
        if (accepted.Single is ResponseKind.None) return TransportError.NotAcceptable;
        if (isGet && !PreflightProof.IsGiven(request.Headers)) return TransportError.PreflightRequired;

        var reading = isGet
            ? RequestReader.FromQueryString(request.Query)
            : await RequestReader.FromBodyAsync(request, _maxBodyBytes, context.RequestAborted);
        reading = RequestReader.WithCost(reading, request.Headers);
        return accepted.Streams ? RequestReader.WithResumption(reading, request.Headers) : reading;
    }

    private async Task RunAsync(HttpContext context, OperationRequest request, Negotiation accepted)
    {
        OperationOutcome outcome;
        try
        {
            var caller = new OperationCaller(context.User, context.RequestServices);
            outcome = await runner.StartAsync(request, caller, context.RequestAborted);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            log.RunnerFailed(e.GetType(), e.StackTrace);
            await TransportError.InternalError.WriteAsync(context, accepted.Plain);
            return;
        }

        await (outcome switch
        {
            OperationOutcome.MutationByGet => TransportError.MutationByGet.WriteAsync(context, accepted.Plain),
            OperationOutcome.Streaming streaming when accepted.Streams => events.StreamAsync(context, streaming.Results),
            OperationOutcome.Streaming => TransportError.StreamNotAccepted.WriteAsync(context, accepted.Plain),
            OperationOutcome.Answered answered => AnswerAsync(context, answered.Json, _statuses.Of(answered), accepted),
            OperationOutcome.Refused refused => AnswerAsync(context, refused.Json, _statuses.Of(refused, accepted.Single), accepted),
            OperationOutcome.Throttled throttled => PutOffAsync(context, throttled, accepted),
            _ => TransportError.InternalError.WriteAsync(context, accepted.Plain),
        });
    }

    private Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> json, int status, Negotiation accepted)
    {
        if (accepted.Single is ResponseKind.EventStream) return events.AnswerAsync(context, json);

        if (status is StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        return PlainResponse.WriteAsync(context, status, accepted.Single, json);
    }

    private static Task PutOffAsync(HttpContext context, OperationOutcome.Throttled throttled, Negotiation accepted)
    {
        context.Response.Headers.RetryAfter = ((long)Math.Ceiling(throttled.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var status = throttled.ServerBusy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests;
        return PlainResponse.WriteAsync(context, status, accepted.Plain, throttled.Json);
    }
}
