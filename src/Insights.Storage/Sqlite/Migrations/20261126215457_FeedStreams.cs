using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FeedStreams : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Scope",
                table: "feed_event",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "consumer",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    OwnerId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    PersonId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Filter = table.Column<string>(type: "TEXT", nullable: false),
                    AcknowledgedEpoch = table.Column<long>(type: "INTEGER", nullable: false),
                    AcknowledgedPosition = table.Column<long>(type: "INTEGER", nullable: false),
                    AcknowledgedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RegisteredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_consumer", x => x.Id);
                    table.ForeignKey(
                        name: "FK_consumer_person_OwnerId",
                        column: x => x.OwnerId,
                        principalTable: "person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_consumer_person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "scenario",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    DecisionId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Facts = table.Column<string>(type: "TEXT", nullable: false),
                    Factors = table.Column<string>(type: "TEXT", nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", nullable: false),
                    ClauseCode = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ClauseVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Language = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    WrittenBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    WrittenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RetiredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_scenario", x => x.Id);
                    table.ForeignKey(
                        name: "FK_scenario_decision_DecisionId",
                        column: x => x.DecisionId,
                        principalTable: "decision",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_scenario_gap_GapId",
                        column: x => x.GapId,
                        principalTable: "gap",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "api_key",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    ConsumerId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Prefix = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    Scopes = table.Column<int>(type: "INTEGER", maxLength: 40, nullable: false),
                    IssuedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_key", x => x.Id);
                    table.ForeignKey(
                        name: "FK_api_key_consumer_ConsumerId",
                        column: x => x.ConsumerId,
                        principalTable: "consumer",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "receipt",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    ConsumerId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    EventId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    Use = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_receipt", x => x.Id);
                    table.ForeignKey(
                        name: "FK_receipt_consumer_ConsumerId",
                        column: x => x.ConsumerId,
                        principalTable: "consumer",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "counter",
                columns: new[] { "Name", "Value" },
                values: new object[,]
                {
                    { "consumer", 0L },
                    { "scenario", 0L }
                });

            migrationBuilder.CreateIndex(
                name: "IX_api_key_ConsumerId",
                table: "api_key",
                column: "ConsumerId");

            migrationBuilder.CreateIndex(
                name: "IX_api_key_Hash",
                table: "api_key",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_consumer_Number",
                table: "consumer",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_consumer_OwnerId",
                table: "consumer",
                column: "OwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_consumer_PersonId",
                table: "consumer",
                column: "PersonId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_receipt_ConsumerId_EventId",
                table: "receipt",
                columns: new[] { "ConsumerId", "EventId" });

            migrationBuilder.CreateIndex(
                name: "IX_receipt_GapId",
                table: "receipt",
                column: "GapId");

            migrationBuilder.CreateIndex(
                name: "IX_scenario_DecisionId",
                table: "scenario",
                column: "DecisionId");

            migrationBuilder.CreateIndex(
                name: "IX_scenario_GapId",
                table: "scenario",
                column: "GapId");

            migrationBuilder.CreateIndex(
                name: "IX_scenario_Number",
                table: "scenario",
                column: "Number",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_key");

            migrationBuilder.DropTable(
                name: "receipt");

            migrationBuilder.DropTable(
                name: "scenario");

            migrationBuilder.DropTable(
                name: "consumer");

            migrationBuilder.DeleteData(
                table: "counter",
                keyColumn: "Name",
                keyValue: "consumer");

            migrationBuilder.DeleteData(
                table: "counter",
                keyColumn: "Name",
                keyValue: "scenario");

            migrationBuilder.DropColumn(
                name: "Scope",
                table: "feed_event");
        }
    }
}
