// SPDX-License-Identifier: EUPL-1.2
// SQL of the documents that orders pay.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "payments/bank/documents/document_books.h"
#include "payments/bank/matching.h"
#include "payments/bank/payment_order.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::bank::store {

// Stores what an order pays, and what the documents say now.
void InsertDocuments(pg::Tx& tx, const PaymentOrder& order);
// What a document says now.
void SaveDocument(pg::Tx& tx, const std::string& organisation, const OrderedDocument& document);
// Fills in what each of these orders of one organisation pays.
void AddDocuments(pg::Tx& tx, std::vector<PaymentOrder>* orders);

// The books of these documents, by their keys, without one order (0: with all); what they say is taken
// from `documents`.
std::map<std::string, DocumentBooks> LoadBooks(pg::Tx& tx, const std::string& organisation,
                                               const std::vector<OrderedDocument>& documents,
                                               int leave_out);

// An account of which statements were imported, or from which an order was approved to be paid.
bool IsOwnAccount(pg::Tx& tx, const std::string& organisation, const std::string& account);

// Of the orders that name documents of these targets what they pay, by their end-to-end ids; record_id
// is the target's key. In one currency only.
std::map<std::string, std::vector<OrderedRecord>> LoadOrdered(pg::Tx& tx,
                                                              const std::string& organisation,
                                                              const std::vector<std::string>& targets,
                                                              Currency currency);

}  // namespace tranche::payments::bank::store
