using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Calibration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "RoundId",
                table: "notification",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "calibration_round",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    OpenedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AnswersUntil = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ClosedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_calibration_round", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "calibration_item",
                columns: table => new
                {
                    RoundId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Place = table.Column<int>(type: "INTEGER", nullable: false),
                    DecisionId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    ReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    DisagreementId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_calibration_item", x => new { x.RoundId, x.GapId });
                    table.ForeignKey(
                        name: "FK_calibration_item_calibration_round_RoundId",
                        column: x => x.RoundId,
                        principalTable: "calibration_round",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_calibration_item_decision_DecisionId",
                        column: x => x.DecisionId,
                        principalTable: "decision",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_calibration_item_gap_GapId",
                        column: x => x.GapId,
                        principalTable: "gap",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_calibration_item_report_DisagreementId",
                        column: x => x.DisagreementId,
                        principalTable: "report",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "FK_calibration_item_report_ReportId",
                        column: x => x.ReportId,
                        principalTable: "report",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "calibration_reviewer",
                columns: table => new
                {
                    RoundId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    PersonId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_calibration_reviewer", x => new { x.RoundId, x.PersonId });
                    table.ForeignKey(
                        name: "FK_calibration_reviewer_calibration_round_RoundId",
                        column: x => x.RoundId,
                        principalTable: "calibration_round",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "blind_answer",
                columns: table => new
                {
                    RoundId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    ReviewerId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    AnsweredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_blind_answer", x => new { x.RoundId, x.GapId, x.ReviewerId });
                    table.ForeignKey(
                        name: "FK_blind_answer_calibration_item_RoundId_GapId",
                        columns: x => new { x.RoundId, x.GapId },
                        principalTable: "calibration_item",
                        principalColumns: new[] { "RoundId", "GapId" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "counter",
                columns: new[] { "Name", "Value" },
                values: new object[] { "calibration-round", 0L });

            migrationBuilder.CreateIndex(
                name: "IX_calibration_item_DecisionId",
                table: "calibration_item",
                column: "DecisionId");

            migrationBuilder.CreateIndex(
                name: "IX_calibration_item_DisagreementId",
                table: "calibration_item",
                column: "DisagreementId");

            migrationBuilder.CreateIndex(
                name: "IX_calibration_item_GapId",
                table: "calibration_item",
                column: "GapId");

            migrationBuilder.CreateIndex(
                name: "IX_calibration_item_ReportId",
                table: "calibration_item",
                column: "ReportId");

            migrationBuilder.CreateIndex(
                name: "IX_calibration_reviewer_PersonId",
                table: "calibration_reviewer",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_calibration_round_ClosedAt",
                table: "calibration_round",
                column: "ClosedAt");

            migrationBuilder.CreateIndex(
                name: "IX_calibration_round_Number",
                table: "calibration_round",
                column: "Number",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "blind_answer");

            migrationBuilder.DropTable(
                name: "calibration_reviewer");

            migrationBuilder.DropTable(
                name: "calibration_item");

            migrationBuilder.DropTable(
                name: "calibration_round");

            migrationBuilder.DeleteData(
                table: "counter",
                keyColumn: "Name",
                keyValue: "calibration-round");

            migrationBuilder.DropColumn(
                name: "RoundId",
                table: "notification");
        }
    }
}
